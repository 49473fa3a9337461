import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { compareLayout, comparePixels } from '../../helpers/picture-compare.ts';
import { INK, paint, paintOver, WHITE } from './painted.ts';

const page = paint(640, 400, WHITE);
const letter = { x: 100, y: 100, width: 4, height: 5 };
const button = { x: 100, y: 100, width: 80, height: 26 };
const sidebar = { x: 0, y: 0, width: 176, height: 400 };

describe('pictures of one platform', () => {
  it('are the same when no more than the rounding of a few edges differs', () => {
    expect(comparePixels(page, page)).toBeUndefined();
    expect(comparePixels(page, paintOver(page, { ...button }, [250, 249, 252]))).toBeUndefined();
    expect(comparePixels(page, paintOver(page, letter, INK))).toBeUndefined();
  });

  it('differ by a button, whose place is red in the picture of the difference', () => {
    const difference = comparePixels(page, paintOver(page, button, INK));
    expect(difference?.problem).toBe('2080 of 256000 pixels differ');
    const { data } = PNG.sync.read(difference!.marked!);
    const at = (x: number, y: number): number[] => [...data.subarray((y * 640 + x) * 4, (y * 640 + x) * 4 + 3)];
    expect(at(140, 110)).toEqual([255, 0, 0]);
    expect(at(400, 300)).not.toEqual([255, 0, 0]);
  });

  it('differ by a token that is a few shades darker', () => {
    expect(comparePixels(page, paint(640, 400, [240, 241, 242]))?.problem).toContain('256000 of 256000');
  });

  it('differ by their size', () => {
    expect(comparePixels(page, paint(640, 401, WHITE))?.problem).toBe('it has 640 × 401 pixels instead of 640 × 400');
    expect(compareLayout(page, paint(320, 200, WHITE))?.problem).toContain('320 × 200');
  });
});

describe('pictures of two platforms', () => {
  const lines = (shift: number) =>
    Array.from({ length: 12 }, (_, row) => ({ x: 200 + shift, y: 40 + row * 25, width: 180, height: 2 })).reduce(
      (picture, line) => paintOver(picture, line, INK),
      paintOver(page, sidebar, [238, 240, 242]),
    );

  it('are alike when letters are wider', () => {
    expect(compareLayout(lines(0), lines(9))).toBeUndefined();
  });

  it('differ when a surface is gone or a mode is another one', () => {
    const dark = paintOver(lines(0), sidebar, [21, 24, 27]);
    expect(compareLayout(lines(0), dark)?.problem).toBe('275 of 1000 squares of 16 × 16 pixels differ');
  });
});
