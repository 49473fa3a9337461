import { crc32, deflateSync } from 'node:zlib';

/** Pixels, row by row from the top, four bytes each: red, green, blue, alpha, not premultiplied. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** With what every PNG file begins. */
export const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** A PNG file (W3C PNG, third edition): eight bits, RGBA, no row filter, so that equal pixels are equal files. */
export function encodePng({ width, height, rgba }: Pixels): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (width * 4 + 1));
  for (let y = 0; y < height; y += 1) {
    rows.set(rgba.subarray(y * width * 4, (y + 1) * width * 4), y * (width * 4 + 1) + 1);
  }
  return Buffer.concat([
    PNG_SIGNATURE,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows, { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A chunk of a PNG file with its length and checksum. */
export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/**
 * A Windows icon with one picture per size. Below 256 pixels they are bitmaps, because older shells draw a PNG inside an
 * icon file at its full size only.
 */
export function encodeIco(pictures: readonly Pixels[]): Buffer {
  const bodies = pictures.map(picture => (picture.width >= 256 ? encodePng(picture) : bitmap(picture)));
  const directory = Buffer.alloc(6 + 16 * pictures.length);
  directory.writeUInt16LE(1, 2);
  directory.writeUInt16LE(pictures.length, 4);
  let offset = directory.length;
  for (const [index, { width, height }] of pictures.entries()) {
    const size = bodies[index]?.length ?? 0;
    const entry = directory.subarray(6 + 16 * index);
    // 0 stands for 256.
    entry.set([width % 256, height % 256, 0, 0, 1, 0, 32, 0]);
    entry.writeUInt32LE(size, 8);
    entry.writeUInt32LE(offset, 12);
    offset += size;
  }
  return Buffer.concat([directory, ...bodies]);
}

/** BITMAPINFOHEADER, rows from the bottom in blue, green, red, alpha, and an empty mask: the alpha says it all. */
function bitmap({ width, height, rgba }: Pixels): Buffer {
  const header = Buffer.alloc(40);
  header.writeUInt32LE(40, 0);
  header.writeInt32LE(width, 4);
  // Picture and mask together.
  header.writeInt32LE(height * 2, 8);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(32, 14);
  const colours = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = (y * width + x) * 4;
      const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(from, from + 4);
      colours.set([blue, green, red, alpha], ((height - 1 - y) * width + x) * 4);
    }
  }
  return Buffer.concat([header, colours, Buffer.alloc(Math.ceil(width / 32) * 4 * height)]);
}

/** Types of an Apple icon that hold a PNG, with their pixels; the second of a size is its double density. */
const ICNS_TYPES = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
] as const;

/** The sizes that {@link encodeIcns} wants. */
export const ICNS_SIZES: readonly number[] = [...new Set(ICNS_TYPES.map(([, size]) => size))];

/** An Apple icon. `pictures` has to hold each of {@link ICNS_SIZES}. */
export function encodeIcns(pictures: readonly Pixels[]): Buffer {
  const parts = ICNS_TYPES.map(([type, size]) => {
    const picture = pictures.find(({ width }) => width === size);
    if (picture === undefined) throw new Error(`There is no picture of ${size} pixels.`);
    const body = encodePng(picture);
    const head = Buffer.alloc(8);
    head.write(type, 'latin1');
    head.writeUInt32BE(body.length + 8, 4);
    return Buffer.concat([head, body]);
  });
  const head = Buffer.alloc(8);
  head.write('icns', 'latin1');
  head.writeUInt32BE(8 + parts.reduce((sum, { length }) => sum + length, 0), 4);
  return Buffer.concat([head, ...parts]);
}
