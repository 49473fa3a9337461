import { ensureBrowser, ensureShell } from './browser.ts';
import { ensurePictureFonts } from './picture-platform.ts';

/** Before the page tests, where no test's time limit runs while a browser and the fonts of the pictures are installed. */
export default function setup(): void {
  ensureBrowser();
  ensureShell();
  ensurePictureFonts();
}
