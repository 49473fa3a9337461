import { inflateSync } from 'node:zlib';

/** Pixels of a picture, four bytes each: red, green, blue, alpha. */
export interface DecodedPicture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Buffer;
}

/** Reads a PNG of eight-bit RGBA without row filters, which is what `build/icons` writes. Throws for any other. */
export function decodePng(file: Buffer): DecodedPicture {
  const width = file.readUInt32BE(16);
  const height = file.readUInt32BE(20);
  if (file.toString('latin1', 12, 16) !== 'IHDR' || file.readUInt32BE(24) !== 0x08_06_00_00) throw new Error('no RGBA');
  const data: Buffer[] = [];
  for (let offset = 8; offset < file.length; ) {
    const length = file.readUInt32BE(offset);
    if (file.toString('latin1', offset + 4, offset + 8) === 'IDAT') {
      data.push(file.subarray(offset + 8, offset + 8 + length));
    }
    offset += length + 12;
  }
  const rows = inflateSync(Buffer.concat(data));
  const stride = width * 4 + 1;
  if (rows.length !== height * stride) throw new Error('not as many bytes as pixels');
  const lines = Array.from({ length: height }, (_, y) => {
    if (rows[y * stride] !== 0) throw new Error('a row filter');
    return rows.subarray(y * stride + 1, (y + 1) * stride);
  });
  return { width, height, rgba: Buffer.concat(lines) };
}

/** The pictures of a Windows icon whose entries are 32-bit bitmaps. */
export function decodeIco(file: Buffer): DecodedPicture[] {
  return Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const offset = file.readUInt32LE(entry + 12);
    const width = file.readInt32LE(offset + 4);
    const height = file.readInt32LE(offset + 8) / 2;
    const rgba = Buffer.alloc(width * height * 4);
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const from = offset + 40 + ((height - 1 - y) * width + x) * 4;
        rgba.set([file[from + 2]!, file[from + 1]!, file[from]!, file[from + 3]!], (y * width + x) * 4);
      }
    }
    return { width, height, rgba };
  });
}
