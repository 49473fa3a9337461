/** Seconds, at most eleven days of them: more digits than that are no wait but somebody's data. */
const SECONDS = /^\d{1,6}$/;

/** The one date format that RFC 9110, section 5.6.7, lets a server send (IMF-fixdate). */
const IMF_FIXDATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * A Retry-After value that is what it says, as RFC 9110, section 10.2.3, has it; undefined for any other. The header is
 * handed on to local clients, so it has no room for anything that a relay quotes.
 */
export function wellFormedRetryAfter(value: string): string | undefined {
  return SECONDS.test(value) || IMF_FIXDATE.test(value) ? value : undefined;
}
