import type uPlot from 'uplot';

/** A time without values. `to` null: still. Milliseconds since the epoch. */
export interface Outage {
  readonly from: number;
  readonly to: number | null;
}

const HATCH_STEP = 5;

/** The colours of the page as they are now: the canvas does not take part in style sheets. */
export function inkOf(element: Element, name: string): string {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

/** Hatches the times without values, from the floor to the top. */
export function drawOutages(chart: uPlot, outages: readonly Outage[]): void {
  const { ctx, bbox } = chart;
  for (const { from, to } of outages) {
    const left = Math.max(chart.valToPos(from, 'x', true), bbox.left);
    const right = Math.min(chart.valToPos(to ?? chart.scales['x']?.max ?? from, 'x', true), bbox.left + bbox.width);
    if (right - left < 1) continue;
    clipped(chart, left, right, () => {
      ctx.strokeStyle = inkOf(chart.root, '--ctl');
      ctx.lineWidth = devicePixelRatio;
      ctx.setLineDash([]);
      ctx.beginPath();
      const step = HATCH_STEP * devicePixelRatio;
      for (let x = left - bbox.height; x < right; x += step) {
        ctx.moveTo(x, bbox.top + bbox.height);
        ctx.lineTo(x + bbox.height, bbox.top);
      }
      ctx.stroke();
    });
  }
}

/** A dotted upright at each time, for a switch. */
export function drawMarks(chart: uPlot, marks: readonly number[]): void {
  const { ctx, bbox } = chart;
  for (const mark of marks) {
    const x = Math.round(chart.valToPos(mark, 'x', true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.save();
    ctx.strokeStyle = inkOf(chart.root, '--ink3');
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash([devicePixelRatio, 2 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
  }
}

/** A rule at zero. */
export function drawFloor(chart: uPlot): void {
  const { ctx, bbox } = chart;
  const y = bbox.top + bbox.height - devicePixelRatio / 2;
  ctx.save();
  ctx.strokeStyle = inkOf(chart.root, '--line');
  ctx.lineWidth = devicePixelRatio;
  // The last line of the drawing before may have been a dashed one.
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

/** A dot at the last value of the first line. */
export function drawLast(chart: uPlot): void {
  const [times, values] = chart.data;
  const index = values === undefined ? -1 : values.findLastIndex(value => value != null);
  const [time, value] = [times[index], values?.[index]];
  if (time === undefined || value == null) return;
  const { ctx } = chart;
  ctx.save();
  ctx.fillStyle = inkOf(chart.root, '--ink');
  ctx.beginPath();
  ctx.arc(chart.valToPos(time, 'x', true), chart.valToPos(value, 'y', true), 2 * devicePixelRatio, 0, 2 * Math.PI);
  ctx.fill();
  ctx.restore();
}

function clipped(chart: uPlot, left: number, right: number, draw: () => void): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, bbox.top, right - left, bbox.height);
  ctx.clip();
  draw();
  ctx.restore();
}
