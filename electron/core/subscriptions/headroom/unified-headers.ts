import type { HeadroomReading, WindowReading } from './reading.ts';

/** Response headers by name, as `fetch` or `node:http` have them. */
export type HeaderSource = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** Where the provider says what is left of a subscription; names as seen in answers to its own command line. */
const PREFIX = 'anthropic-ratelimit-unified-';
/** `5h-utilization`, `7d_opus-reset`: a window's name has no hyphen. */
const WINDOW_HEADER = /^(\d{1,3}[hdwm](?:_[a-z0-9_]{1,32})?)-(utilization|reset|status)$/;
/** More windows than this are not kept. */
const MAX_WINDOWS = 16;
const MAX_WORD_LENGTH = 64;
/** A share of the quota as a decimal; more digits than that are no number of the provider's. */
const DECIMAL = /^\d{1,9}(?:\.\d{1,20})?$/;
/**
 * Up to this, all utilizations of an answer are taken as shares of 1, overage included. Generous, because a share read
 * as a percentage would make a spent subscription look empty, and the other way round only a fresh one look spent.
 */
const MAX_SHARE = 10;
const UNIX_SECONDS = /^\d{9,11}$/;

/** What the unified headers of one answer say; everything else of a reading comes from the answer itself. */
export type UnifiedHeaders = Pick<
  HeadroomReading,
  'windows' | 'verdict' | 'representativeClaim' | 'overage' | 'retryAtMs'
>;

/**
 * Reads the `anthropic-ratelimit-unified-*` headers and `retry-after` (seconds or a date, relative to `nowMs`).
 * Undefined when neither a utilization of the two main windows nor the verdict is there: then nothing was said.
 * The unit of utilization is decided once for all windows of the answer, because 1.03 is 103 % beside 0.4 and 1 %
 * beside 37.5.
 */
export function parseUnifiedHeaders(source: HeaderSource, nowMs: number): UnifiedHeaders | undefined {
  const header = readerOf(source);
  const family = [...namesOf(source)].filter(name => name.startsWith(PREFIX));
  const isThere = ['5h-utilization', '7d-utilization', 'status'].some(name => header(PREFIX + name) !== undefined);
  if (!isThere) return undefined;
  const drafts = new Map<string, Map<string, string>>();
  for (const name of family) {
    const [, window, field] = WINDOW_HEADER.exec(name.slice(PREFIX.length)) ?? [];
    if (window === undefined || field === undefined) continue;
    if (!drafts.has(window) && drafts.size === MAX_WINDOWS) continue;
    drafts.set(window, (drafts.get(window) ?? new Map<string, string>()).set(field, header(name) ?? ''));
  }
  const shares = [...drafts.values()].map(fields => decimal(fields.get('utilization')));
  const factor = shares.every(share => share === null || share <= MAX_SHARE) ? 100 : 1;
  return {
    windows: Object.fromEntries([...drafts].map(([window, fields]) => [window, windowOf(fields, factor)])),
    verdict: word(header(`${PREFIX}status`)),
    representativeClaim: word(header(`${PREFIX}representative-claim`)),
    overage: {
      status: word(header(`${PREFIX}overage-status`)),
      isInUse: flag(header(`${PREFIX}overage-in-use`)),
      disabledReason: word(header(`${PREFIX}overage-disabled-reason`)),
    },
    retryAtMs: retryAt(header('retry-after'), nowMs),
  };
}

/** When an answer's `retry-after` ends, milliseconds since the epoch; null for a missing or malformed one. */
export function retryAtMs(source: HeaderSource, nowMs: number): number | null {
  return retryAt(readerOf(source)('retry-after'), nowMs);
}

function readerOf(source: HeaderSource): (name: string) => string | undefined {
  if (source instanceof Headers) return name => source.get(name) ?? undefined;
  const byName = new Map(Object.entries(source).map(([name, value]) => [name.toLowerCase(), value]));
  return name => {
    const value = byName.get(name);
    return typeof value === 'object' ? value[0] : value;
  };
}

function namesOf(source: HeaderSource): readonly string[] {
  return source instanceof Headers ? [...source.keys()] : Object.keys(source).map(name => name.toLowerCase());
}

function windowOf(fields: ReadonlyMap<string, string>, factor: number): WindowReading {
  const share = decimal(fields.get('utilization'));
  return {
    utilizationPct: share === null ? null : Math.round(share * factor * 10) / 10,
    resetsAtMs: instant(fields.get('reset')),
    status: word(fields.get('status')),
  };
}

function decimal(text: string | undefined): number | null {
  const trimmed = text?.trim() ?? '';
  return DECIMAL.test(trimmed) ? Number(trimmed) : null;
}

function instant(text: string | undefined): number | null {
  const trimmed = text?.trim() ?? '';
  return UNIX_SECONDS.test(trimmed) ? Number(trimmed) * 1000 : null;
}

/** A word of the provider's; control characters and anything long never get into a reading. */
function word(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return /^[\w .:-]+$/.test(trimmed) && trimmed.length <= MAX_WORD_LENGTH ? trimmed : null;
}

function flag(text: string | undefined): boolean | null {
  const trimmed = text?.trim().toLowerCase();
  return trimmed === 'true' || trimmed === '1' ? true : trimmed === 'false' || trimmed === '0' ? false : null;
}

function retryAt(text: string | undefined, nowMs: number): number | null {
  const trimmed = text?.trim() ?? '';
  if (/^\d{1,7}$/.test(trimmed)) return nowMs + Number(trimmed) * 1000;
  const date = / GMT$/.test(trimmed) ? Date.parse(trimmed) : Number.NaN;
  return Number.isNaN(date) ? null : date;
}
