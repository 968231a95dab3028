import type { Page } from '@playwright/test';
import { expect } from './engine';

/** What `leptos_meta` has in the head of a page: what it is about, once, and what is said to robots. */
export async function expectHead(page: Page, { description, robots }: { description: string; robots: string[] }) {
  const contents = (name: string) =>
    page.locator(`head > meta[name=${name}]`).evaluateAll((tags: HTMLMetaElement[]) => tags.map((tag) => tag.content));
  await expect.poll(() => contents('robots')).toEqual(robots);
  expect(await contents('description')).toEqual([expect.stringMatching(`^${description} at Pressroom`)]);
}
