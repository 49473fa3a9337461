import { z } from 'zod';

const MAX_PORT = 65_535;
/** The longest that a timer of the platform can wait, about 24 days. */
const MAX_TIMER_MS = 2_147_483_647;
const MAX_BYTES = 1_073_741_824;
const LOOPBACK_NAMES = ['127.0.0.1', '::1', 'localhost'];

function wholeNumber(min: number, max: number, unit = ''): z.ZodInt {
  const error = `expected a whole number${unit === '' ? '' : ` of ${unit}`} from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

function oneOf<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words, { error: `expected ${words.slice(0, -1).join(', ')} or ${words.at(-1)}` });
}

const flag = z.boolean({ error: 'expected true or false' });

/** A 32-byte hash by value: the 0x may be missing, case does not count. */
const hash = z
  .string({ error: 'expected 64 hex digits, with or without 0x' })
  .trim()
  .regex(/^(?:0x)?[0-9a-f]{64}$/i, { error: 'expected 64 hex digits, with or without 0x' })
  .transform(text => `0x${text.toLowerCase().replace(/^0x/, '')}`);

const address = z
  .string({ error: 'expected an address: 0x and 40 hex digits' })
  .trim()
  .regex(/^0x[0-9a-f]{40}$/i, { error: 'expected an address: 0x and 40 hex digits' })
  .transform(text => text.toLowerCase());

/** An address with one of these schemes. `error` names them. */
function addressOf(schemes: readonly string[], error: string) {
  return z
    .string({ error })
    .trim()
    .refine(text => URL.canParse(text) && schemes.includes(new URL(text).protocol), { error, abort: true })
    .refine(text => new URL(text).username === '' && new URL(text).password === '', {
      error: 'must not contain a user name or password: credentials belong into the secret store',
    });
}

const url = addressOf(['http:', 'https:'], 'expected an http or https address');
const rpcUrl = addressOf(['http:', 'https:', 'ws:', 'wss:'], 'expected an http, https, ws or wss address');

const gatewayUrl = addressOf(['ws:', 'wss:', 'http:', 'https:'], 'expected a ws, wss, http or https address').refine(
  text => new URL(text).search === '' && new URL(text).hash === '',
  {
    error: 'must not contain a query or fragment: credentials belong into the secret store',
  },
);

const fingerprint = z
  .string({ error: 'expected 64 hex digits, with or without colons' })
  .transform(text =>
    text
      .trim()
      .toLowerCase()
      .replace(/^sha-?256:/, '')
      .replaceAll(':', ''),
  )
  .refine(text => /^[0-9a-f]{64}$/.test(text), { error: 'expected 64 hex digits, with or without colons' });

const gateway = z.object({
  name: z
    .string({ error: 'expected a text' })
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(60, { error: 'must not be longer than 60 characters' })
    .default('gateway')
    .describe('What the gateway is called here'),
  url: gatewayUrl
    .nullable()
    .default(null)
    .describe('The OpenClaw gateway; its secrets are gateway.token and gateway.password; null: none'),
  tlsFingerprint: fingerprint
    .nullable()
    .default(null)
    .describe("SHA-256 of the gateway's certificate, the only one that is then accepted; needs wss"),
  handshakeTimeoutMs: wholeNumber(250, 120_000, 'milliseconds')
    .nullable()
    .default(null)
    .describe('Limit of one attempt up to the challenge; null: 5 s on this computer, 10 s elsewhere'),
  connectBudgetMs: wholeNumber(1_000, 3_600_000, 'milliseconds')
    .default(60_000)
    .describe('For how long an outage is shown as connecting before it counts as a failure'),
});

const registry = z.object({
  rpcUrls: z
    .array(rpcUrl, { error: 'expected a list of addresses' })
    .max(16)
    .default([])
    .describe('RPC endpoints of the chain, first one first, the others as fallback; ws and wss ones push its events'),
  address: address.nullable().default(null).describe('Address of the TEE registry contract'),
  chainId: wholeNumber(1, Number.MAX_SAFE_INTEGER)
    .nullable()
    .default(null)
    .describe('Chain id that the RPC endpoints must report; null: not checked'),
  teeType: wholeNumber(0, 255).default(0).describe('Type of the enclaves in the registry; 0 serves language models'),
  requestTimeoutMs: wholeNumber(100, MAX_TIMER_MS, 'milliseconds')
    .default(10_000)
    .describe('Limit of one registry request'),
  quorum: wholeNumber(0, 16)
    .default(0)
    .describe('So many RPC endpoints must agree on the keys of a TEE; 0 or 1: one is believed'),
  eventPollSeconds: wholeNumber(0, 3_600, 'seconds')
    .default(15)
    .describe('How often the registry is asked for events where none are pushed; 0: events are not used'),
});

const tee = z.object({
  registry: registry.prefault({}),
  teeId: hash.nullable().default(null).describe('Only this TEE may be used'),
  expectedPcrHash: hash.nullable().default(null).describe('Only TEEs of this build may be used'),
  refreshSeconds: wholeNumber(0, 86_400, 'seconds')
    .default(300)
    .describe('How often the registry is read again; 0: only on events, suspicion, waking and by hand'),
  signatureMaxAgeSeconds: wholeNumber(1, 86_400, 'seconds')
    .default(3600)
    .describe('How old the signature of an answer may be'),
  signatureMaxAheadSeconds: wholeNumber(0, 86_400, 'seconds')
    .default(300)
    .describe('How far the clock of an enclave may be ahead of this one'),
});

const relay = z.object({
  url: url
    .nullable()
    .default(null)
    .describe('The relay that carries sealed requests; its token is the secret relay.token'),
  timeoutMs: wholeNumber(100, MAX_TIMER_MS, 'milliseconds')
    .default(120_000)
    .describe('Limit of one request without progress'),
  connectTimeoutMs: wholeNumber(100, MAX_TIMER_MS, 'milliseconds')
    .default(10_000)
    .describe('Limit for connecting to the relay'),
  maxResponseBytes: wholeNumber(1024, MAX_BYTES, 'bytes')
    .default(33_554_432)
    .describe('Largest answer that is accepted'),
});

const proxy = z.object({
  host: z
    .string({ error: 'expected an address of this computer' })
    .refine(text => LOOPBACK_NAMES.includes(text), {
      error: `expected ${LOOPBACK_NAMES.join(', ')}: the proxy serves this computer only`,
    })
    .default('127.0.0.1')
    .describe('Address that the local endpoint listens on'),
  port: wholeNumber(0, MAX_PORT).default(11_435).describe('Port of the local endpoint; 0: any free one'),
  verification: oneOf(['strict', 'progressive'])
    .default('strict')
    .describe(
      'strict: nothing is passed on before the whole answer is verified; progressive: as it arrives in the sealed channel',
    ),
  // The gateway takes 20 MiB; sealing adds 55 bytes (RFC 9458 header 7, encapsulated key 32, tag 16).
  maxBodyBytes: wholeNumber(1024, 20_971_465, 'bytes').default(20_971_465).describe('Largest request that is accepted'),
  keepAliveComments: flag
    .default(false)
    .describe(
      'Send SSE comments while a strict stream is verified for more than 10 s, so that clients keep waiting. The headers ' +
        'then go out before the proof: status 200, X-OpenGradient-Verified: pending, later failures inside the stream',
    ),
});

/**
 * Every setting with its default, its limits and a sentence about it: the one definition for the file, the
 * environment, the flags and the settings view. Secrets are no settings.
 */
export const SettingsSchema = z.object({
  network: oneOf(['auto', 'sandbox', 'own'])
    .default('auto')
    .describe('own: the configured registry and relay; sandbox: the embedded one; auto: own once it is configured'),
  gateway: gateway.prefault({}),
  tee: tee.prefault({}),
  relay: relay.prefault({}),
  proxy: proxy.prefault({}),
  dashboard: z
    .object({
      port: wholeNumber(0, MAX_PORT).default(0).describe('Port of the dashboard in the headless host; 0: any free one'),
      open: flag.default(true).describe('Open the dashboard in the browser when the headless host starts'),
    })
    .prefault({}),
  log: z
    .object({
      level: oneOf(['debug', 'info', 'warn', 'error']).default('info').describe('Least severity that is logged'),
    })
    .prefault({}),
  receipts: z
    .object({
      maxCount: wholeNumber(1, 1_000_000).default(10_000).describe('How many receipts are kept'),
      maxBytes: wholeNumber(65_536, MAX_BYTES, 'bytes').default(16_777_216).describe('How much room receipts may take'),
    })
    .prefault({}),
  sandbox: z
    .object({
      seed: z
        .string({ error: 'expected a text' })
        .min(1, { error: 'must not be empty' })
        .max(100, { error: 'must not be longer than 100 characters' })
        .default('gatehouse')
        .describe('Runs of the sandbox with the same seed repeat'),
    })
    .prefault({}),
});

/** All settings, validated, defaults filled in. */
export type Settings = z.output<typeof SettingsSchema>;
