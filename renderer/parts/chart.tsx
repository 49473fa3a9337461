import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { drawFloor, drawLast, drawMarks, drawOutages, inkOf, type Outage } from './chart-drawing.ts';

/** One line of a {@link Chart}; null is a gap. */
export interface ChartLine {
  readonly values: readonly (number | null)[];
  readonly isDashed?: boolean;
}

/** Options of a {@link Chart}. */
export interface ChartProps {
  /** What it shows, in a sentence with its numbers: whoever does not see it gets this. */
  readonly label: string;
  /** Of the points, ascending, in milliseconds since the epoch, or simply their numbers. */
  readonly times: readonly number[];
  /** The first one gets the dot at its last value. */
  readonly lines: readonly ChartLine[];
  /** In pixels; the width is that of the place. */
  readonly height: number;
  /** First and last time that is shown; by default that of the points. */
  readonly span?: readonly [number, number] | undefined;
  /** Top of the scale; by default a little above the highest value. */
  readonly top?: number | undefined;
  readonly outages?: readonly Outage[];
  /** Times of switches. */
  readonly marks?: readonly number[];
  /** With axes: how their values are written. Without: no axes. */
  readonly axes?: { readonly time: (at: number) => string; readonly value: (value: number) => string };
}

/** Room above the highest value: a line along the edge reads as cut off. */
const HEADROOM = 1.15;
/** So that the last dot is whole. */
const INSET_PX = 3;

/** Lines in ink over a rule at zero. Never animated. */
export function Chart(props: ChartProps) {
  const { label, times, lines, height, span, top, outages, marks, axes } = props;
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  // Read when it is drawn, so that a new value does not build the chart anew.
  const latest = useRef(props);
  latest.current = props;
  const shape = `${lines.map(line => (line.isDashed === true ? '-' : '.')).join('')} ${height} ${axes !== undefined}`;

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const plot = new uPlot(optionsOf(element, latest), dataOf(latest.current), element);
    chart.current = plot;
    const observer = new ResizeObserver(() => {
      plot.setSize({ width: element.clientWidth, height: latest.current.height });
    });
    observer.observe(element);
    const themes = [matchMedia('(prefers-color-scheme: dark)'), matchMedia('(forced-colors: active)')];
    const repaint = (): void => plot.redraw(false, true);
    for (const theme of themes) theme.addEventListener('change', repaint);
    return () => {
      observer.disconnect();
      for (const theme of themes) theme.removeEventListener('change', repaint);
      chart.current = undefined;
      plot.destroy();
    };
  }, [shape]);

  useEffect(() => {
    chart.current?.setData(dataOf({ times, lines }));
  }, [times, lines, span, top, outages, marks]);

  return <div ref={place} className="chart" role="img" aria-label={label} style={{ height }} />;
}

function dataOf({ times, lines }: Pick<ChartProps, 'times' | 'lines'>): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])];
}

function optionsOf(element: HTMLElement, latest: { readonly current: ChartProps }): uPlot.Options {
  const { height, lines, axes } = latest.current;
  const axis = { stroke: () => inkOf(element, '--ink3'), font: '11px system-ui', ticks: { show: false } };
  return {
    width: element.clientWidth,
    height,
    padding: axes === undefined ? [1, INSET_PX, 0, INSET_PX] : [8, 8, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: (_, min, max) => rangeOf(latest.current.span, min, max) },
      y: { range: (_, __, max) => [0, latest.current.top ?? Math.max((max ?? 0) * HEADROOM, 1e-9)] },
    },
    axes:
      axes === undefined
        ? [{ show: false }, { show: false }]
        : [
            {
              ...axis,
              size: 20,
              gap: 4,
              grid: { show: false },
              values: (_, splits) => splits.map(split => latest.current.axes?.time(split) ?? ''),
            },
            {
              ...axis,
              size: 48,
              gap: 6,
              grid: { stroke: () => inkOf(element, '--line'), width: 1 },
              values: (_, splits) => splits.map(split => latest.current.axes?.value(split) ?? ''),
            },
          ],
    series: [
      {},
      ...lines.map(({ isDashed }) => ({
        stroke: () => inkOf(element, isDashed === true ? '--ink3' : '--ink2'),
        width: isDashed === true ? 1 : 1.25,
        dash: isDashed === true ? [2, 2] : [],
        points: { show: false },
        spanGaps: false,
      })),
    ],
    hooks: {
      drawClear: [
        plot => {
          drawOutages(plot, latest.current.outages ?? []);
          drawFloor(plot);
          drawMarks(plot, latest.current.marks ?? []);
        },
      ],
      draw: [plot => drawLast(plot)],
    },
  };
}

/** One point alone still needs a width to stand in. */
function rangeOf(span: ChartProps['span'], min: number | null, max: number | null): [number, number] {
  const [from, to] = span ?? [min ?? 0, max ?? 1];
  return from === to ? [from - 1, to] : [from, to];
}
