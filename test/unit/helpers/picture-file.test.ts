import { describe, expect, it } from 'vitest';
import { encodePicture, type Picture, readPicture, reduceColours } from '../../helpers/picture-file.ts';
import { paint, WHITE } from './painted.ts';

/** A surface with more shades than a file can name, and with one rare colour. */
function shaded(): Picture {
  const picture = paint(64, 64, WHITE);
  for (let index = 0; index < 2_000; index += 1)
    picture.data.set([index % 251, (index * 7) % 253, index % 256], index * 4);
  picture.data.set([0x8a, 0x53, 0x00], 3_000 * 4);
  return picture;
}

function colours({ data }: Picture): Set<number> {
  return new Set(Array.from({ length: data.length / 4 }, (_, index) => data.readUInt32BE(index * 4)));
}

describe('the colours of a kept picture', () => {
  it('are at most 256, the same for the same pixels, and come back from the file as they went in', () => {
    const reduced = reduceColours(shaded());
    expect(colours(shaded()).size).toBeGreaterThan(256);
    expect(colours(reduced).size).toBeLessThanOrEqual(256);
    expect(reduceColours(shaded()).data.equals(reduced.data)).toBe(true);
    const { width, height, data } = readPicture(encodePicture(reduced));
    expect([width, height]).toEqual([64, 64]);
    expect(Buffer.from(data).equals(reduced.data)).toBe(true);
  });

  it('keep surfaces as they are, and even a rare one near its own', () => {
    const { data } = reduceColours(shaded());
    expect([...data.subarray(3_500 * 4, 3_500 * 4 + 4)]).toEqual([...WHITE, 255]);
    const rare = data.subarray(3_000 * 4, 3_000 * 4 + 3);
    const far = [0x8a, 0x53, 0x00].map((value, index) => Math.abs(value - rare[index]!));
    expect(Math.max(...far)).toBeLessThan(32);
  });

  it('cannot be written when there are more', () => {
    expect(() => encodePicture(shaded())).toThrow('more than 256 colours');
  });
});
