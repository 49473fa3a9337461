import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { centredBounds, type DisplayArea, fitBounds, popoverBounds } from '../../../electron/shell/window-bounds.ts';

const display = (x: number, y: number, width: number, height: number, bar = 40): DisplayArea => ({
  bounds: { x, y, width, height },
  workArea: { x, y, width, height: height - bar },
});
const PRIMARY = display(0, 0, 1920, 1080);
const LEFT = display(-1280, 0, 1280, 1024);
const SIZE = { width: 380, height: 560 };

describe('the bounds of the window', () => {
  it('stay where they are while they can be seen', () => {
    const bounds = { x: -1200, y: 100, width: 1040, height: 720 };
    expect(fitBounds(bounds, [PRIMARY, LEFT])).toEqual(bounds);
  });

  it('come back from a display that is gone', () => {
    expect(fitBounds({ x: -1200, y: 100, width: 1040, height: 720 }, [PRIMARY])).toEqual({
      x: 0,
      y: 100,
      width: 1040,
      height: 720,
    });
  });

  it('shrink to a display that is too small', () => {
    expect(fitBounds({ x: 0, y: 0, width: 3000, height: 2000 }, [LEFT])).toEqual(LEFT.workArea);
  });

  it('stand in the middle the first time', () => {
    expect(centredBounds({ width: 1040, height: 720 }, PRIMARY.workArea)).toEqual({
      x: 440,
      y: 160,
      width: 1040,
      height: 720,
    });
  });

  it('always lie in a work area', () => {
    const number = fc.integer({ min: -5_000, max: 5_000 });
    const size = fc.integer({ min: 1, max: 5_000 });
    fc.assert(
      fc.property(fc.record({ x: number, y: number, width: size, height: size }), bounds => {
        const fitted = fitBounds(bounds, [PRIMARY, LEFT]);
        const inside = [PRIMARY, LEFT].filter(
          ({ workArea: area }) =>
            fitted.x >= area.x &&
            fitted.y >= area.y &&
            fitted.x + fitted.width <= area.x + area.width &&
            fitted.y + fitted.height <= area.y + area.height,
        );
        expect(inside).not.toEqual([]);
      }),
    );
  });
});

describe('the place of the popover', () => {
  it.each([
    ['below a bar at the top', { x: 1500, y: 0, width: 24, height: 24 }, { x: 1322, y: 32 }],
    ['above a bar at the bottom', { x: 1500, y: 1044, width: 24, height: 32 }, { x: 1322, y: 472 }],
    ['right of a bar at the left', { x: 4, y: 700, width: 32, height: 24 }, { x: 44, y: 432 }],
    ['left of a bar at the right', { x: 1884, y: 700, width: 32, height: 24 }, { x: 1496, y: 432 }],
    ['inside, for an icon in the corner', { x: 1890, y: 1044, width: 24, height: 32 }, { x: 1532, y: 472 }],
  ])('is %s', (_where, tray, place) => {
    expect(popoverBounds(tray, SIZE, PRIMARY)).toEqual({ ...place, ...SIZE });
  });

  it('is on a display to the left of the primary one', () => {
    expect(popoverBounds({ x: -100, y: 0, width: 24, height: 24 }, SIZE, LEFT)).toEqual({ x: -388, y: 32, ...SIZE });
  });

  it('is lower than usual where the display is low', () => {
    const low = display(0, 0, 800, 480);
    expect(popoverBounds({ x: 700, y: 450, width: 24, height: 24 }, SIZE, low)).toMatchObject({ y: 8, height: 424 });
  });
});
