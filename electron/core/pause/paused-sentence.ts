import type { PauseStatus } from '../../contract/index.ts';

/** `Paused until 15:30.`: local, and the time alone, because no pause with an end is longer than a day. */
export function pausedSentence({ until }: Pick<PauseStatus, 'until'>): string {
  if (until === null) return 'Paused until you resume.';
  const end = new Date(until);
  return `Paused until ${twoDigits(end.getHours())}:${twoDigits(end.getMinutes())}.`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
