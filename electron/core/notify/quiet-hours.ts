const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/**
 * How long quiet hours (`22:00-07:00`, local, over midnight if the end is earlier) go on at `nowMs`; 0 outside of them.
 * Two equal times are a whole day.
 */
export function quietForMs(hours: string | null, nowMs: number): number {
  if (hours === null) return 0;
  const [from = 0, to = 0] = hours.split('-').map(minuteOfDay);
  const now = new Date(nowMs);
  const minute = now.getHours() * 60 + now.getMinutes();
  const length = (to - from + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const into = (minute - from + DAY_MINUTES) % DAY_MINUTES;
  if (into >= length) return 0;
  return (length - into) * MINUTE_MS - (now.getSeconds() * 1_000 + now.getMilliseconds());
}

function minuteOfDay(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
