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

/** `16:10`, local. */
export function timeOfDay(atMs: number): string {
  const at = new Date(atMs);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
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
