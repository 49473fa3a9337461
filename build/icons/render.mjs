// Draws the PNG files that windows need from the SVG masters: `node build/icons/render.mjs`. Needs Chromium,
// from CHROMIUM_PATH or /usr/bin/chromium. The results are committed; run it again when a master changes.
import { readFile, writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';

const PICTURES = [{ master: 'app.svg', size: 512, target: new URL('../../renderer/public/app.png', import.meta.url) }];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
for (const { master, size, target } of PICTURES) {
  const svg = await readFile(new URL(master, import.meta.url), 'utf8');
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>html,body{margin:0;background:none}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  await writeFile(target, await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
