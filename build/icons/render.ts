// Draws all icons from the SVG masters: `npx tsx build/icons/render.ts`. Needs Chromium, from CHROMIUM_PATH or
// /usr/bin/chromium. The results are committed; run it again when a master changes.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from '../vite/shared.ts';
import { drawIcons } from './draw.ts';

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
await drawIcons(browser, async (file, content) => {
  const target = path.join(ROOT, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, content);
});
await browser.close();
