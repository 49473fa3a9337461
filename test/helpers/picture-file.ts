import { deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { PNG_SIGNATURE, pngChunk } from '../../build/icons/image-files.ts';

/** Pixels of a picture, four bytes each: red, green, blue, alpha. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

/** As many as one byte can name: that makes a file a third of what all the shades of its letters need. */
const MOST_COLOURS = 256;

/** Reads any PNG. Throws when it is none. */
export function readPicture(file: Buffer): Picture {
  return PNG.sync.read(file);
}

/**
 * The picture in its 256 most frequent colours, any other one as the nearest of these: surfaces keep theirs, the edges
 * of letters move by a shade. The same pixels always become the same.
 */
export function reduceColours({ width, height, data }: Picture): Picture {
  const counts = new Map<number, number>();
  for (let from = 0; from < data.length; from += 4) {
    const colour = data.readUInt32BE(from) >>> 8;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  if (counts.size <= MOST_COLOURS) return { width, height, data };
  const kept = [...counts]
    .sort(([a, often], [b, oftenToo]) => oftenToo - often || a - b)
    .slice(0, MOST_COLOURS)
    .map(([colour]) => colour);
  const nearest = new Map([...counts.keys()].map(colour => [colour, nearestOf(colour, kept)]));
  const reduced = Buffer.alloc(data.length);
  for (let from = 0; from < data.length; from += 4) {
    reduced.writeUInt32BE((((nearest.get(data.readUInt32BE(from) >>> 8) ?? 0) << 8) | 0xff) >>> 0, from);
  }
  return { width, height, data: reduced };
}

function nearestOf(colour: number, among: readonly number[]): number {
  let best = colour;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of among) {
    const distance = [16, 8, 0].reduce(
      (sum, shift) => sum + (((colour >> shift) & 255) - ((candidate >> shift) & 255)) ** 2,
      0,
    );
    if (distance >= least) continue;
    best = candidate;
    least = distance;
  }
  return best;
}

/** A PNG of a picture without transparency and with at most 256 colours, as small as it gets. Throws for any other. */
export function encodePicture({ width, height, data }: Picture): Buffer {
  const palette = new Map<number, number>();
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = data.readUInt32BE((y * width + x) * 4) >>> 8;
      const index = palette.get(colour) ?? palette.size;
      if (index >= MOST_COLOURS) throw new Error(`A picture has more than ${MOST_COLOURS} colours.`);
      palette.set(colour, index);
      rows[y * (width + 1) + 1 + x] = index;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, each the number of a colour in the palette.
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from([...palette.keys()].flatMap(colour => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    PNG_SIGNATURE,
    pngChunk('IHDR', header),
    pngChunk('PLTE', colours),
    pngChunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}
