import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { encodePng } from '../../build/icons/image-files.ts';
import { TRAY_STATES } from '../../build/icons/plan.ts';
import { ROOT } from '../helpers/built.ts';
import { decodeIco } from '../helpers/png.ts';
import type { Mode, Scale } from './picture-drawer.ts';

const FOLDER = join(ROOT, 'build', 'icons', 'bundle', 'tray');
const WORDS: Readonly<Record<(typeof TRAY_STATES)[number], string>> = {
  well: 'open',
  working: 'working',
  'needs-you': 'needs you',
  broken: 'shut',
  paused: 'paused',
};
/** The panels of the systems, by the inks of `tokens.css`. */
const PANELS = { light: { surface: '#eef0f2', ink: '#1a1f25' }, dark: { surface: '#15181b', ink: '#e9ecef' } } as const;
const PIXELS = { macOS: 16, Windows: 16, Linux: 22 } as const;
type System = keyof typeof PIXELS;
const SYSTEMS = Object.keys(PIXELS) as System[];

/** The icons of all states on a panel of a mode, as each system gets them: a PNG. */
export async function drawTray(browser: Browser, mode: Mode, scale: Scale): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 440, height: 170 }, deviceScaleFactor: scale / 100 });
  try {
    await page.setContent(panel(mode, scale));
    await page.evaluate<unknown>(
      'Promise.all([document.fonts.ready, ...[...document.images].map(image => image.decode())]).then(() => undefined)',
    );
    return await page.screenshot({ animations: 'disabled' });
  } finally {
    await page.close();
  }
}

function panel(mode: Mode, scale: Scale): string {
  const { surface, ink } = PANELS[mode];
  const heads = TRAY_STATES.map(state => `<th>${WORDS[state]}</th>`).join('');
  const rows = SYSTEMS.map(system => {
    const side = PIXELS[system];
    const cells = TRAY_STATES.map(state => {
      const source = `data:image/png;base64,${iconFile(system, state, mode, scale).toString('base64')}`;
      // macOS draws a template in the ink of its menu bar.
      const tint = system === 'macOS' && mode === 'dark' ? 'filter: invert(1)' : '';
      return `<td><img src="${source}" alt="" width="${side}" height="${side}" style="${tint}"></td>`;
    });
    return `<tr><th>${system}</th>${cells.join('')}</tr>`;
  });
  return `<!doctype html><style>
    body { margin: 0; background: ${surface}; color: ${ink}; font: 12px/16px system-ui, sans-serif; }
    table { border-collapse: collapse; table-layout: fixed; margin: 8px 12px; width: 416px; }
    th { font-weight: 400; height: 36px; padding: 0; }
    td { text-align: center; padding: 0; }
    tr > th:first-child { text-align: left; width: 66px; }
    img { display: inline-block; vertical-align: middle; }
  </style><table><tr><th></th>${heads}</tr>${rows.join('')}</table>`;
}

/** As `electron/shell/tray` takes it for this panel. */
function iconFile(system: System, state: string, mode: Mode, scale: Scale): Buffer {
  const side = (PIXELS[system] * scale) / 100;
  const read = (name: string): Buffer => readFileSync(join(FOLDER, name));
  if (system === 'macOS') return read(`${state}Template${scale === 200 ? '@2x' : ''}.png`);
  if (system === 'Linux') return read(`${state}-${mode}-${side}.png`);
  const found = decodeIco(read(`${state}-${mode}.ico`)).find(({ width }) => width === side);
  if (found === undefined) throw new Error(`${state}-${mode}.ico has no picture of ${side} pixels.`);
  return encodePng(found);
}
