/** Texts of other people's programs are shown up to here. */
const MAX_DETAIL_LENGTH = 300;
/** The contract names at most this many silenced keys. */
const MAX_SHADOW_NAMES = 8;
const ENVIRONMENT_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,99}$/;

/** A JSON object from the network, or undefined for anything else. */
export function jsonObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** One line of printable text, shortened; undefined for anything that is no text. */
export function shortText(value: unknown, maxLength = MAX_DETAIL_LENGTH): string | undefined {
  if (typeof value !== 'string') return undefined;
  const line = value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  if (line === '') return undefined;
  return line.length > maxLength ? `${line.slice(0, maxLength)}…` : line;
}

/** Names of environment variables that a reload reported: absent is none, anything odd is dropped, at most 8. */
export function shadowNames(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, MAX_SHADOW_NAMES)
    .filter((name): name is string => typeof name === 'string' && ENVIRONMENT_NAME.test(name));
}

/** What an answer says about its own failure: `detail` (text, or an object with a message) or `error`. */
export function errorDetail(body: string | undefined): string | undefined {
  const answer = jsonObject(body);
  if (answer === undefined) return undefined;
  const nested = asObject(answer['detail']) ?? asObject(answer['error']);
  const [firstProblem] = Array.isArray(answer['detail']) ? (answer['detail'] as readonly unknown[]) : [];
  return (
    shortText(answer['detail']) ??
    shortText(nested?.['message']) ??
    shortText(asObject(firstProblem)?.['msg']) ??
    shortText(answer['error']) ??
    shortText(answer['message'])
  );
}

/** A whole number that is not negative, undefined for anything else. */
export function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/**
 * The subscription that a turn failed on, when a Trinity backend says in its answer that it has switched the agent away
 * from it already (`auto_switch` beside the error); undefined for every other body.
 */
export function autoSwitchedFrom(body: string | undefined): string | undefined {
  const answer = jsonObject(body);
  const done = asObject(answer?.['auto_switch']) ?? asObject(asObject(answer?.['detail'])?.['auto_switch']);
  return done?.['switched'] === true ? shortText(done['old_subscription']) : undefined;
}
