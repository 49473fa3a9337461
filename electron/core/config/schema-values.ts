import { z } from 'zod';
import { parseUrl } from '../platform/index.ts';
import { wrong } from './problem.ts';

export const MAX_PORT = 65_535;
/** The longest that a timer of the platform can wait, about 24 days. */
export const MAX_TIMER_MS = 2_147_483_647;
export const MAX_BYTES = 1_073_741_824;
export const LOOPBACK_NAMES = ['127.0.0.1', '::1', 'localhost'];

export function wholeNumber(min: number, max: number, unit = ''): z.ZodInt {
  const error = wrong('problem_whole_number', { count: min, total: max, ...(unit === '' ? {} : { name: unit }) });
  return z
    .int({ error })
    .min(min, { error })
    .max(max, { error })
    .meta(unit === '' ? {} : { unit });
}

export function oneOf<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words, { error: wrong('problem_choice', { names: words }) });
}

export const flag = z.boolean({ error: wrong('problem_flag') });

/** A 32-byte hash by value: the 0x may be missing, case does not count. */
export const hash = z
  .string({ error: wrong('problem_hash') })
  .trim()
  .regex(/^(?:0x)?[0-9a-f]{64}$/i, { error: wrong('problem_hash') })
  .transform(text => `0x${text.toLowerCase().replace(/^0x/, '')}`)
  .meta({ text: 'hash' });

export const address = z
  .string({ error: wrong('problem_address') })
  .trim()
  .regex(/^0x[0-9a-f]{40}$/i, { error: wrong('problem_address') })
  .transform(text => text.toLowerCase())
  .meta({ text: 'address' });

/** An address with one of these schemes, the most usual first. `error`: what is said of any other, by default their names. */
export function addressOf(
  schemes: readonly string[],
  error = wrong('problem_url', { names: schemes.map(scheme => scheme.replace(':', '')) }),
) {
  return z
    .string({ error })
    .trim()
    .refine(text => schemes.includes(parseUrl(text)?.protocol ?? ''), { error, abort: true })
    .refine(text => new URL(text).username === '' && new URL(text).password === '', {
      error: wrong('problem_credentials'),
    })
    .meta({ text: 'url', schemes: schemes.map(scheme => scheme.replace(':', '')) });
}

export const url = addressOf(['http:', 'https:']);
export const rpcUrl = addressOf(['http:', 'https:', 'ws:', 'wss:']);

export const gatewayUrl = addressOf(['ws:', 'wss:', 'http:', 'https:']).refine(
  text => new URL(text).search === '' && new URL(text).hash === '',
  {
    error: wrong('problem_query'),
  },
);

export const fingerprint = z
  .string({ error: wrong('problem_fingerprint') })
  .transform(text =>
    text
      .trim()
      .toLowerCase()
      .replace(/^sha-?256:/, '')
      .replaceAll(':', ''),
  )
  .refine(text => /^[0-9a-f]{64}$/.test(text), { error: wrong('problem_fingerprint') })
  .meta({ text: 'fingerprint' });
