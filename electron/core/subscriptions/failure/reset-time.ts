const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `resets 12pm (America/Sao_Paulo)`, `resets Oct 12, 9:30am (UTC)`: as the command line tells people. */
const RESET =
  /\bresets (?:at )?(?:([a-z]{3})[a-z]{0,6} (\d{1,2}),? (?:at )?)?(\d{1,2})(?::(\d{2}))? ?(am|pm) \(([a-z_]{1,20}(?:\/[a-z_+-]{1,30}){0,2})\)/i;

const DAY_MS = 86_400_000;

/**
 * The instant of a reset that is written for people, milliseconds since the epoch: the first one after `nowMs`.
 * Undefined without a time zone, because the agent that wrote it need not live in this one's, and for what is no time.
 */
export function writtenResetMs(text: string, nowMs: number): number | undefined {
  const [, month, day, hour, minute = '0', half, zone] = RESET.exec(text) ?? [];
  if (hour === undefined || half === undefined || zone === undefined) return undefined;
  const hours = (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  if (Number(hour) < 1 || Number(hour) > 12 || Number(minute) > 59) return undefined;
  const offsetMs = offsetReader(zone);
  if (offsetMs === undefined) return undefined;
  const local = new Date(nowMs + offsetMs(nowMs));
  const monthIndex = month === undefined ? local.getUTCMonth() : MONTHS.indexOf(month.toLowerCase());
  if (monthIndex === -1) return undefined;
  const dates =
    day === undefined
      ? [0, 1].map(days => new Date(local.getTime() + days * DAY_MS))
      : [0, 1].map(years => new Date(Date.UTC(local.getUTCFullYear() + years, monthIndex, Number(day))));
  return dates
    .map(date => Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), hours, Number(minute)))
    .map(wallMs => wallMs - offsetMs(wallMs - offsetMs(wallMs)))
    .find(atMs => atMs > nowMs);
}

/** How far a zone's clocks are ahead of UTC at an instant; undefined for a zone that does not exist. */
function offsetReader(timeZone: string): ((atMs: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    return atMs => {
      const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
      const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
      const wallMs = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
      return wallMs - Math.floor(atMs / 60_000) * 60_000;
    };
  } catch {
    return undefined;
  }
}
