// Which browser engine the scenarios run in, and the matchers for its pages.
import { expect as playwrights } from '@playwright/test';
import type { OtherEngine } from '../engines/fixtures';
import { matchers } from '../engines/matchers';

/** Nothing for Chromium, which Playwright drives by itself. */
export const otherEngine = process.env.PRESSROOM_ENGINE as OtherEngine | undefined;

export const expect: typeof playwrights = otherEngine ? (playwrights.extend(matchers as object) as typeof playwrights) : playwrights;
