/** Days and times of day in the person's locale. Times are milliseconds since the epoch. */
export class Days {
  readonly #words: Intl.RelativeTimeFormat;
  readonly #day: Intl.DateTimeFormat;
  readonly #dayOfYear: Intl.DateTimeFormat;
  readonly #clock: Intl.DateTimeFormat;
  readonly #preciseClock: Intl.DateTimeFormat;

  /** The time zone is the machine's. */
  constructor(locale: string) {
    const clock = { hour: '2-digit', minute: '2-digit' } as const;
    const day = { weekday: 'long', day: 'numeric', month: 'long' } as const;
    this.#words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
    this.#day = new Intl.DateTimeFormat(locale, day);
    this.#dayOfYear = new Intl.DateTimeFormat(locale, { ...day, year: 'numeric' });
    this.#clock = new Intl.DateTimeFormat(locale, clock);
    this.#preciseClock = new Intl.DateTimeFormat(locale, { ...clock, second: '2-digit', fractionalSecondDigits: 3 });
  }

  /** Equal for two times of one day: `2026-11-21`. */
  key(at: number): string {
    const date = new Date(at);
    return [date.getFullYear(), date.getMonth() + 1, date.getDate()]
      .map(part => String(part).padStart(2, '0'))
      .join('-');
  }

  /** `Today`, `Yesterday`, `Monday 16 November`, with the year when it is another one than now. */
  name(at: number, now: number): string {
    for (const ago of [0, 1]) {
      const that = new Date(now);
      that.setDate(that.getDate() - ago);
      if (this.key(that.getTime()) === this.key(at)) return capitalized(this.#words.format(-ago, 'day'));
    }
    const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
    return (isThisYear ? this.#day : this.#dayOfYear).format(at);
  }

  /** `13:41`. */
  clock(at: number): string {
    return this.#clock.format(at);
  }

  /** `13:41:08.214`. */
  preciseClock(at: number): string {
    return this.#preciseClock.format(at);
  }
}

function capitalized(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
}
