import type { NoticeText } from './draft.ts';
import type { AppNotice } from './intent.ts';
import type { Words } from './text-shapes.ts';

const MAX_NAME = 20;
const MAX_TITLE = 40;
const MAX_BODY = 120;

/** A name as notices show it: cut by code points. */
export function short(name: string): string {
  return cutTo(name, MAX_NAME);
}

/** A notice as systems show it: neither title nor body is cut by them. */
export function noticeOf(words: Words, click: AppNotice['click'], actions: AppNotice['actions'] = []): NoticeText {
  return { title: cutTo(words.title, MAX_TITLE), body: body(words.body), click, actions };
}

/**
 * Writes times of the day, local: `16:10`, or `4:10 PM` where the region of the locale counts to twelve. In 24 hours for
 * a region that is not known.
 */
export function clockOf(region: string | undefined): (atMs: number) => string {
  const isTwelve = region !== undefined && countsToTwelve(region);
  const format = isTwelve
    ? new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', hourCycle: 'h12' })
    : new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  // A line of a notice must not be broken within a time, and systems may not have the narrow space that is written here.
  return atMs => format.format(atMs).replace(/\s/, '\u00a0');
}

/** Systems name locales as they like; one that is none counts as any does. */
function countsToTwelve(region: string): boolean {
  try {
    const { hourCycle } = new Intl.DateTimeFormat(region, { hour: 'numeric' }).resolvedOptions();
    return hourCycle === 'h12' || hourCycle === 'h11';
  } catch {
    return false;
  }
}

/** As many of the sentences as fit; the first one is cut if it has to be. */
function body(sentences: readonly string[]): string {
  const [first = '', ...others] = sentences.filter(sentence => sentence !== '');
  return others.reduce(
    (text, sentence) => {
      const longer = `${text} ${sentence}`;
      return [...longer].length <= MAX_BODY ? longer : text;
    },
    cutTo(first, MAX_BODY),
  );
}

/** `40 s`, `4 min 10 s`, `2 h 5 min`. */
export function lasting(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `1 channel`, `3 channels`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function cutTo(text: string, length: number): string {
  const points = [...text];
  return points.length <= length
    ? text
    : `${points
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`;
}
