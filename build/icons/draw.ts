import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { encodeIcns, encodeIco, encodePng, ICNS_SIZES, type Pixels } from './image-files.ts';
import { type Drawing, type IconFile, iconFiles } from './plan.ts';

/** Draws every file of the plan in `browser` and hands out its path, from the repository's root, and its content. */
export async function drawIcons(browser: Browser, write: (path: string, content: Buffer) => Promise<void>) {
  const draw = await drawerOf(browser);
  for (const file of iconFiles(ICNS_SIZES)) {
    const pictures: Pixels[] = [];
    for (const drawing of file.drawings) pictures.push(await draw(drawing));
    await write(file.path, encode(file, pictures));
  }
}

function encode({ format, path }: IconFile, pictures: readonly Pixels[]): Buffer {
  if (format === 'ico') return encodeIco(pictures);
  if (format === 'icns') return encodeIcns(pictures);
  const [picture] = pictures;
  if (picture === undefined) throw new Error(`There is no picture for ${path}.`);
  return encodePng(picture);
}

async function drawerOf(browser: Browser): Promise<(drawing: Drawing) => Promise<Pixels>> {
  const page = await browser.newPage();
  return async ({ master, origin, extent, size, ink }) => {
    const svg = (await readFile(new URL(master, import.meta.url), 'utf8'))
      .replace(
        /viewBox="[^"]*" width="\d+" height="\d+"/,
        `viewBox="${origin} ${origin} ${extent} ${extent}" width="${size}" height="${size}"`,
      )
      .replaceAll('currentColor', ink);
    // As text: an array of numbers takes seconds to cross over.
    const base64 = await page.evaluate<string>(`(async () => {
      const image = new Image();
      image.src = 'data:image/svg+xml,' + encodeURIComponent(${JSON.stringify(svg)});
      await image.decode();
      const context = new OffscreenCanvas(${size}, ${size}).getContext('2d');
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, ${size}, ${size});
      const reader = new FileReader();
      const read = new Promise(resolve => reader.addEventListener('load', resolve));
      reader.readAsDataURL(new Blob([data]));
      await read;
      return reader.result.slice(reader.result.indexOf(',') + 1);
    })()`);
    return { width: size, height: size, rgba: Buffer.from(base64, 'base64') };
  };
}
