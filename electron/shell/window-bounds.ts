import type { Display, Rectangle } from 'electron';

/** What of a display counts here. */
export type DisplayArea = Pick<Display, 'bounds' | 'workArea'>;

/** Width and height, in the system's points. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The bounds moved and, where they must be, made smaller, so that the whole window lies in one display's work area: the
 * one that shows most of it already, else the first. A display that was unplugged leaves no window behind. `displays`
 * starts with the primary one.
 */
export function fitBounds(bounds: Rectangle, displays: readonly DisplayArea[]): Rectangle {
  const [primary] = displays;
  if (primary === undefined) return bounds;
  const best = displays.reduce((most, next) => (overlap(bounds, next) > overlap(bounds, most) ? next : most), primary);
  return placeInside(bounds, best.workArea);
}

/** Bounds of that size in the middle of a work area, no larger than it. */
export function centredBounds({ width, height }: Size, area: Rectangle): Rectangle {
  const x = area.x + Math.round((area.width - width) / 2);
  const y = area.y + Math.round((area.height - height) / 2);
  return placeInside({ x, y, width, height }, area);
}

/** The nearest place of the rectangle in the area. */
export function placeInside(rectangle: Rectangle, area: Rectangle): Rectangle {
  const width = Math.min(rectangle.width, area.width);
  const height = Math.min(rectangle.height, area.height);
  return {
    x: between(rectangle.x, area.x, area.x + area.width - width),
    y: between(rectangle.y, area.y, area.y + area.height - height),
    width,
    height,
  };
}

/** Where the popover goes: beside the tray's icon, on the side that faces the middle of the display. */
export function popoverBounds(tray: Rectangle, size: Size, display: DisplayArea): Rectangle {
  const x = Math.round(tray.x + tray.width / 2 - size.width / 2);
  const y = Math.round(tray.y + tray.height / 2 - size.height / 2);
  const places = {
    top: { x, y: tray.y + tray.height + GAP },
    bottom: { x, y: tray.y - GAP - size.height },
    left: { x: tray.x + tray.width + GAP, y },
    right: { x: tray.x - GAP - size.width, y },
  };
  return placeInside({ ...places[barSide(tray, display)], ...size }, inset(display.workArea));
}

type Side = 'top' | 'bottom' | 'left' | 'right';

/** The side with the bar that holds the icon; a bar that hides by itself takes no room, so there it is the nearest one. */
function barSide(tray: Rectangle, { bounds, workArea }: DisplayArea): Side {
  const outside = distancesOf(tray, workArea).find(([, distance]) => distance < 0);
  const [nearest] = distancesOf(tray, bounds).sort(([, a], [, b]) => a - b);
  return (outside ?? nearest)?.[0] ?? 'bottom';
}

/** From the middle of the icon to each side of the area. */
function distancesOf(icon: Rectangle, area: Rectangle): [Side, number][] {
  const x = icon.x + icon.width / 2;
  const y = icon.y + icon.height / 2;
  return [
    ['top', y - area.y],
    ['bottom', area.y + area.height - y],
    ['left', x - area.x],
    ['right', area.x + area.width - x],
  ];
}

const GAP = 8;

function inset({ x, y, width, height }: Rectangle): Rectangle {
  return { x: x + GAP, y: y + GAP, width: width - 2 * GAP, height: height - 2 * GAP };
}

function overlap(a: Rectangle, { workArea: b }: DisplayArea): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

function between(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
