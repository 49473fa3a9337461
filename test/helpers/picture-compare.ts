import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import type { Picture } from './picture-file.ts';

/** How far a drawn picture is from the kept one. */
export interface PictureDifference {
  /** In words. */
  readonly problem: string;
  /** PNG in which the differing places are red; null where there is nothing to lay over each other. */
  readonly marked: Buffer | null;
}

/** Two colours this near (0 to 1, as they are perceived) are one: processors round the edge of a letter differently. */
const NEAR_COLOUR = 0.02;
/** More than this share of the pixels may not differ: about 70 of a window, fewer than a short word has. */
const MOST_PIXELS = 0.0001;
/** Side in pixels of the squares whose mean brightness is compared between platforms. */
const CELL = 16;
/** Brightness (0 to 255) by which squares differ: a surface from another one does, letters from other letters do not. */
const NEAR_BRIGHTNESS = 14;
/** Where letters are wider or narrower, lines end elsewhere: a view in another face has 3 %, another view 25 % and more. */
const MOST_CELLS = 0.12;

/** Compares two pictures of one platform pixel by pixel; undefined: they are the same. */
export function comparePixels(kept: Picture, drawn: Picture): PictureDifference | undefined {
  const { width, height } = kept;
  if (width !== drawn.width || height !== drawn.height) return otherSize(kept, drawn);
  const marked = new PNG({ width, height });
  const options = { threshold: NEAR_COLOUR, includeAA: true };
  const count = pixelmatch(kept.data, drawn.data, marked.data, width, height, options);
  if (count <= width * height * MOST_PIXELS) return undefined;
  return { problem: `${count} of ${width * height} pixels differ`, marked: PNG.sync.write(marked) };
}

/** Compares size and layout of two pictures of different platforms, whose letters differ; undefined: they are alike. */
export function compareLayout(kept: Picture, drawn: Picture): PictureDifference | undefined {
  if (kept.width !== drawn.width || kept.height !== drawn.height) return otherSize(kept, drawn);
  const [before, now] = [brightness(kept), brightness(drawn)];
  const count = before.filter((value, index) => Math.abs(value - (now[index] ?? 0)) > NEAR_BRIGHTNESS).length;
  if (count <= before.length * MOST_CELLS) return undefined;
  return { problem: `${count} of ${before.length} squares of ${CELL} × ${CELL} pixels differ`, marked: null };
}

/** Compares the size alone; undefined: it is the same. */
export function compareSize(kept: Picture, drawn: Picture): PictureDifference | undefined {
  return kept.width === drawn.width && kept.height === drawn.height ? undefined : otherSize(kept, drawn);
}

function otherSize(kept: Picture, drawn: Picture): PictureDifference {
  const sizes = [drawn, kept].map(({ width, height }) => `${width} × ${height}`);
  return { problem: `it has ${sizes.join(' pixels instead of ')}`, marked: null };
}

/** Mean brightness of each square, row by row. */
function brightness({ width, height, data }: Picture): number[] {
  const columns = Math.ceil(width / CELL);
  const cells = Array.from({ length: columns * Math.ceil(height / CELL) }, () => ({ sum: 0, count: 0 }));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = (y * width + x) * 4;
      const cell = cells[Math.floor(y / CELL) * columns + Math.floor(x / CELL)]!;
      cell.sum += 0.299 * data[from]! + 0.587 * data[from + 1]! + 0.114 * data[from + 2]!;
      cell.count += 1;
    }
  }
  return cells.map(({ sum, count }) => sum / count);
}
