import type { Page } from 'playwright-core';
import type { View } from '../../electron/contract/index.ts';

/** Goes to a view as the tray does, by the address, and waits until it is there. `query` stands behind the `?`. */
export async function openView(page: Page, view: View, query = ''): Promise<void> {
  const fragment = query === '' ? `#${view}` : `#${view}?${query}`;
  await page.evaluate<void>(`location.hash = ${JSON.stringify(fragment)}; undefined`);
  await page.locator(`main.view-${view} h1`).waitFor();
}
