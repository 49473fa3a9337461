import { z } from 'zod';
import { wrong } from './problem.ts';
import { gateway } from './schema-gateway.ts';
import { notifications } from './schema-notifications.ts';
import { subscriptions } from './schema-subscriptions.ts';
import { updates } from './schema-updates.ts';
import {
  address,
  flag,
  hash,
  LOOPBACK_NAMES,
  MAX_BYTES,
  MAX_PORT,
  MAX_TIMER_MS,
  oneOf,
  rpcUrl,
  url,
  wholeNumber,
} from './schema-values.ts';
import { window } from './schema-window.ts';

const registry = z.object({
  rpcUrls: z
    .array(rpcUrl, { error: wrong('problem_addresses') })
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
    .describe('How often the registry is asked for events, also where they are pushed; 0: events are not used'),
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
    .string({ error: wrong('problem_local_address') })
    .refine(text => LOOPBACK_NAMES.includes(text), {
      error: wrong('problem_loopback', { names: LOOPBACK_NAMES }),
    })
    .default('127.0.0.1')
    .describe('Loopback address or name that the local endpoint listens on'),
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
  network: oneOf(['auto', 'account', 'own', 'sandbox'])
    .default('auto')
    .describe(
      'account: the registry and relay of the account; own: the configured ones; sandbox: the embedded ones; auto: own once it is configured, else the account',
    ),
  gateway: gateway.prefault({}),
  tee: tee.prefault({}),
  relay: relay.prefault({}),
  proxy: proxy.prefault({}),
  subscriptions: subscriptions.prefault({}),
  dashboard: z
    .object({
      port: wholeNumber(0, MAX_PORT).default(0).describe('Port of the dashboard in the headless host; 0: any free one'),
      open: flag.default(true).describe('Open the dashboard in the browser when the headless host starts'),
    })
    .prefault({}),
  notifications: notifications.prefault({}),
  window: window.prefault({}),
  updates: updates.prefault({}),
  log: z
    .object({
      level: oneOf(['debug', 'info', 'warn', 'error'])
        .default('info')
        .describe('Least severity that is logged')
        .meta({ live: true }),
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
        .string({ error: wrong('problem_text') })
        .min(1, { error: wrong('problem_empty') })
        .max(100, { error: wrong('problem_too_long', { count: 100 }) })
        .default('gatehouse')
        .describe('Runs of the sandbox with the same seed repeat'),
    })
    .prefault({}),
});

/** All settings, validated, defaults filled in. */
export type Settings = z.output<typeof SettingsSchema>;
