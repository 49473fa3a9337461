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
/** The most frequent ones are surfaces and inks: they stay as they are. */
const EXACT_COLOURS = 48;

/** Reads any PNG. Throws when it is none. */
export function readPicture(file: Buffer): Picture {
  return PNG.sync.read(file);
}

/**
 * The picture in 256 colours: surfaces keep theirs, edges of letters move by a shade, and no colour is far from its own,
 * however rare it is. The same pixels always become the same.
 */
export function reduceColours({ width, height, data }: Picture): Picture {
  const counts = countColours(data);
  if (counts.size <= MOST_COLOURS) return { width, height, data };
  const byCount = [...counts].sort(([a, often], [b, oftenToo]) => oftenToo - often || a - b).map(([colour]) => colour);
  const kept = spread(byCount);
  const nearest = new Map([...counts.keys()].map(colour => [colour, nearestOf(colour, kept)]));
  const reduced = Buffer.alloc(data.length);
  let last = -1;
  let instead = 0;
  for (let from = 0; from < data.length; from += 4) {
    const colour = colourAt(data, from);
    if (colour !== last) {
      last = colour;
      instead = nearest.get(colour) ?? 0;
    }
    reduced[from] = instead >> 16;
    reduced[from + 1] = (instead >> 8) & 255;
    reduced[from + 2] = instead & 255;
    reduced[from + 3] = 255;
  }
  return { width, height, data: reduced };
}

/** How many pixels each colour has. Most pixels are as the one before, which is quicker than asking the map. */
function countColours(data: Buffer): Map<number, number> {
  const counts = new Map<number, number>();
  let last = -1;
  let run = 0;
  for (let from = 0; from < data.length; from += 4) {
    const colour = colourAt(data, from);
    if (colour === last) {
      run += 1;
      continue;
    }
    if (run > 0) counts.set(last, (counts.get(last) ?? 0) + run);
    last = colour;
    run = 1;
  }
  return counts.set(last, (counts.get(last) ?? 0) + run);
}

function colourAt(data: Buffer, from: number): number {
  return ((data[from] ?? 0) << 16) | ((data[from + 1] ?? 0) << 8) | (data[from + 2] ?? 0);
}

/** Of `colours`, the most frequent ones, then such that none is further from one of these than need be. */
function spread(colours: readonly number[]): number[] {
  for (let reach = 4; ; reach += 2) {
    const kept = colours.slice(0, EXACT_COLOURS);
    for (const colour of colours.slice(EXACT_COLOURS)) {
      if (kept.length > MOST_COLOURS) break;
      if (kept.every(candidate => distance(colour, candidate) > reach ** 2)) kept.push(colour);
    }
    if (kept.length <= MOST_COLOURS) return kept;
  }
}

function nearestOf(colour: number, among: readonly number[]): number {
  let best = colour;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of among) {
    const far = distance(colour, candidate);
    if (far >= least) continue;
    best = candidate;
    least = far;
  }
  return best;
}

/** The square of how far two colours are apart. */
function distance(one: number, other: number): number {
  const red = (one >> 16) - (other >> 16);
  const green = ((one >> 8) & 255) - ((other >> 8) & 255);
  const blue = (one & 255) - (other & 255);
  return red * red + green * green + blue * blue;
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
