/** What a chart of one line needs: an SVG path, where the last value is, and where a level lies. */
export interface Sparkline {
  readonly path: string;
  readonly last: { readonly x: number; readonly y: number };
  readonly levelY: number;
}

const INSET = 3;
/** Room above the highest value, as a factor: a line along the edge reads as cut off. */
const HEADROOM = 1.15;

/**
 * Places `values` (at least one, none negative) in a box of `width` by `height` with zero at its floor; `level` is the
 * value of a horizontal line in the same scale.
 */
export function sparkline(values: readonly number[], level: number, width: number, height: number): Sparkline {
  const floor = height - 1;
  const top = Math.max(...values, level, 1e-9) * HEADROOM;
  const yOf = (value: number): number => round(floor - (value / top) * (floor - INSET));
  const step = values.length > 1 ? (width - 2 * INSET) / (values.length - 1) : 0;
  const points = values.map((value, index) => ({
    x: round(values.length > 1 ? INSET + index * step : width - INSET),
    y: yOf(value),
  }));
  return {
    path: points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join(''),
    last: points.at(-1) ?? { x: width - INSET, y: floor },
    levelY: yOf(level),
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
