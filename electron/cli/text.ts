import type { Health } from '../contract/index.ts';

/** Marks text with a colour, or leaves it alone. */
export type Paint = (health: Health, text: string) => string;

const SGR: Readonly<Record<Health, string>> = {
  well: '32',
  working: '34',
  'needs-you': '33',
  broken: '31',
  paused: '2',
};
const LABEL_WIDTH = 12;

/** Colours for a terminal that wants them (no-color.org), plain text for everything else. */
export function painter(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Paint {
  const wanted = stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return wanted ? (health, text) => `\u001b[${SGR[health]}m${text}\u001b[0m` : (_health, text) => text;
}

/** One line with its label; the lines below it have an empty one. */
export function row(label: string, text: string): string {
  return `${label.padEnd(LABEL_WIDTH)}${text}`;
}

/** A stable code as words. */
export function words(state: string): string {
  return state.replaceAll('-', ' ');
}

/** `40 s`, `3 min`, `2 h`, `7 d`. */
export function lasting(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}
