import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { drawIcons } from '../../build/icons/draw.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { ROOT } from '../helpers/built.ts';
import { decodeIco, decodePng } from '../helpers/png.ts';

/** Other editions of Chromium round the edge of an arc differently. */
const MOST_DIFFERENCE = 8;

it('commits the icons that are drawn from the masters', async () => {
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const drawn = new Map<string, Buffer>();
  await drawIcons(browser, async (file, content) => void drawn.set(file, content));

  expect(drawn.size).toBeGreaterThan(60);
  for (const [file, content] of drawn) {
    const committed = readFileSync(path.join(ROOT, file));
    expect(committed.length > 0, file).toBe(true);
    if (!file.includes('/tray/')) continue;
    const [now, then] = [content, committed].map(bytes =>
      Buffer.concat((file.endsWith('.ico') ? decodeIco(bytes) : [decodePng(bytes)]).map(({ rgba }) => rgba)),
    ) as [Buffer, Buffer];
    expect(then.length, file).toBe(now.length);
    const worst = now.reduce((most, value, at) => Math.max(most, Math.abs(value - then[at]!)), 0);
    expect(worst, file).toBeLessThanOrEqual(MOST_DIFFERENCE);
  }
});
