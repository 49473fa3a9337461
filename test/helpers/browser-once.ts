import { ensureBrowser } from './browser.ts';

/** Before the page tests, where no test's time limit runs while a browser is installed. */
export default function setup(): void {
  ensureBrowser();
}
