/** The pages of Pressroom, one of each kind. */
export const PATHS = [
  '/',
  '/guestbook',
  '/signup',
  '/members/1',
  '/editor',
  '/imprint',
  '/edition',
  '/workbench',
  '/workbench/bindery',
  '/workbench/office',
  '/workbench/foundry',
  '/workbench/galley',
  '/workbench/stone',
  '/workbench/telegraph',
  '/workbench/make-ready',
  '/thread',
  '/likes',
  '/views',
  '/notes',
  '/feed',
  '/queue',
  '/nowhere',
];

/** Phones and desks, by day and by night. */
export const SCREENS = [360, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, height: 800, colorScheme })),
);

export type Screen = (typeof SCREENS)[number];
