import { z } from 'zod';

export const MAX_PORT = 65_535;
/** The longest that a timer of the platform can wait, about 24 days. */
export const MAX_TIMER_MS = 2_147_483_647;
export const MAX_BYTES = 1_073_741_824;
export const LOOPBACK_NAMES = ['127.0.0.1', '::1', 'localhost'];

export function wholeNumber(min: number, max: number, unit = ''): z.ZodInt {
  const error = `expected a whole number${unit === '' ? '' : ` of ${unit}`} from ${min} to ${max}`;
  return z
    .int({ error })
    .min(min, { error })
    .max(max, { error })
    .meta(unit === '' ? {} : { unit });
}

export function oneOf<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words, { error: `expected ${words.slice(0, -1).join(', ')} or ${words.at(-1)}` });
}

export const flag = z.boolean({ error: 'expected true or false' });

/** A 32-byte hash by value: the 0x may be missing, case does not count. */
export const hash = z
  .string({ error: 'expected 64 hex digits, with or without 0x' })
  .trim()
  .regex(/^(?:0x)?[0-9a-f]{64}$/i, { error: 'expected 64 hex digits, with or without 0x' })
  .transform(text => `0x${text.toLowerCase().replace(/^0x/, '')}`)
  .meta({ text: 'hash' });

export const address = z
  .string({ error: 'expected an address: 0x and 40 hex digits' })
  .trim()
  .regex(/^0x[0-9a-f]{40}$/i, { error: 'expected an address: 0x and 40 hex digits' })
  .transform(text => text.toLowerCase())
  .meta({ text: 'address' });

/** An address with one of these schemes. `error` names them. */
export function addressOf(schemes: readonly string[], error: string) {
  return z
    .string({ error })
    .trim()
    .refine(text => URL.canParse(text) && schemes.includes(new URL(text).protocol), { error, abort: true })
    .refine(text => new URL(text).username === '' && new URL(text).password === '', {
      error: 'must not contain a user name or password: credentials belong in the secret store',
    })
    .meta({ text: 'url', schemes: schemes.map(scheme => scheme.replace(':', '')) });
}

export const url = addressOf(['http:', 'https:'], 'expected an http or https address');
export const rpcUrl = addressOf(['http:', 'https:', 'ws:', 'wss:'], 'expected an http, https, ws or wss address');

export const gatewayUrl = addressOf(
  ['ws:', 'wss:', 'http:', 'https:'],
  'expected a ws, wss, http or https address',
).refine(text => new URL(text).search === '' && new URL(text).hash === '', {
  error: 'must not contain a query or fragment: credentials belong in the secret store',
});

export const fingerprint = z
  .string({ error: 'expected 64 hex digits, with or without colons' })
  .transform(text =>
    text
      .trim()
      .toLowerCase()
      .replace(/^sha-?256:/, '')
      .replaceAll(':', ''),
  )
  .refine(text => /^[0-9a-f]{64}$/.test(text), { error: 'expected 64 hex digits, with or without colons' })
  .meta({ text: 'fingerprint' });
