const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** From here on an age in hours says less than the date. */
const DATE_FROM_MS = 24 * HOUR_MS;
/** Up to here a day of the week names only one day. */
const WEEKDAY_UP_TO_MS = 6 * DATE_FROM_MS;

/** Times, durations and numbers in the person's locale. Times are milliseconds since the epoch. */
export class Formats {
  readonly #clock: Intl.DateTimeFormat;
  readonly #clockSeconds: Intl.DateTimeFormat;
  readonly #date: Intl.DateTimeFormat;
  readonly #full: Intl.DateTimeFormat;
  readonly #weekday: Intl.DateTimeFormat;
  readonly #weekdayTime: Intl.DateTimeFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #month: Intl.DateTimeFormat;
  readonly #locale: string;

  /** `timeZone` defaults to the machine's. */
  constructor(locale: string, timeZone?: string) {
    const zone = timeZone === undefined ? {} : { timeZone };
    this.#locale = locale;
    this.#clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', ...zone });
    this.#clockSeconds = new Intl.DateTimeFormat(locale, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      ...zone,
    });
    this.#date = new Intl.DateTimeFormat(locale, {
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      ...zone,
    });
    this.#full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium', ...zone });
    this.#weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', ...zone });
    this.#weekdayTime = new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      ...zone,
    });
    this.#day = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', ...zone });
    this.#month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', ...zone });
  }

  /** The time of day, with the date when it was more than a day before `now`. */
  time(at: number, now: number): string {
    return (now - at < DATE_FROM_MS ? this.#clock : this.#date).format(at);
  }

  /** The time of day with seconds, with the date instead of them when it was more than a day before `now`. */
  exactTime(at: number, now: number): string {
    return (now - at < DATE_FROM_MS ? this.#clockSeconds : this.#date).format(at);
  }

  /** A time that comes: the time of day, with the date when it is more than a day after `now`. */
  comingTime(at: number, now: number): string {
    return (at - now < DATE_FROM_MS ? this.#clock : this.#date).format(at);
  }

  /** Gone or to come: the time of day within a day of `now`, with the day of the week within six, else the date alone. */
  nearTime(at: number, now: number): string {
    const distanceMs = Math.abs(at - now);
    if (distanceMs < DATE_FROM_MS) return this.#clock.format(at);
    return (distanceMs <= WEEKDAY_UP_TO_MS ? this.#weekdayTime : this.#day).format(at);
  }

  /** Whether the time of day is followed by AM or PM, which takes room. */
  get isTwelveHour(): boolean {
    return this.#clock.resolvedOptions().hour12 === true;
  }

  /** A day: `9 Dec`. */
  day(at: number): string {
    return this.#day.format(at);
  }

  /** A day of the week: `Mon`. */
  weekday(at: number): string {
    return this.#weekday.format(at);
  }

  /** A month: `Aug 2027`. */
  month(at: number): string {
    return this.#month.format(at);
  }

  /** Date and time in full, for tooltips. */
  fullTime(at: number): string {
    return this.#full.format(at);
  }

  /** A duration in its largest unit: `38 s`, `4 min`, `2 h`. */
  duration(durationMs: number): string {
    const ms = Math.max(durationMs, 0);
    if (ms < MINUTE_MS) return `${this.number(Math.floor(ms / SECOND_MS))} s`;
    if (ms < HOUR_MS) return `${this.number(Math.floor(ms / MINUTE_MS))} min`;
    return `${this.number(Math.floor(ms / HOUR_MS))} h`;
  }

  /** Two latencies in one unit, which the larger one chooses: `84 / 210 ms`, `0.6 / 1.4 s`. */
  latencies(smallerMs: number, largerMs: number): string {
    const inSeconds = largerMs >= SECOND_MS;
    const digits = inSeconds || largerMs < 10 ? 1 : 0;
    const show = (ms: number): string => this.number(inSeconds ? ms / SECOND_MS : ms, digits);
    return `${show(smallerMs)} / ${show(largerMs)} ${inSeconds ? 's' : 'ms'}`;
  }

  /** One latency: `84 ms`, `1.4 s`. */
  latency(ms: number): string {
    return ms >= SECOND_MS ? `${this.number(ms / SECOND_MS, 1)} s` : `${this.number(ms)} ms`;
  }

  /** 0 to 100 as a share: `62%`, `62 %`. */
  percent(value: number): string {
    return (value / 100).toLocaleString(this.#locale, { style: 'percent', maximumFractionDigits: 0 });
  }

  /** A number with `digits` places after the point. */
  number(value: number, digits = 0): string {
    return value.toLocaleString(this.#locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  }
}
