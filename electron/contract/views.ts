/** The window's views, by the name that stands behind `#` in its address. */
export const VIEWS = [
  'overview',
  'activity',
  'tees',
  'gateways',
  'subscriptions',
  'receipts',
  'settings',
  'diagnostics',
] as const;
export type View = (typeof VIEWS)[number];
