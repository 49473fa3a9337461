import { z } from 'zod';
import { parseUrl } from '../platform/index.ts';
import { AccountError } from './errors.ts';

/** Where requests go for an account. */
export interface AccountNetwork {
  /** The relay's base address. */
  readonly relayUrl: string;
  /** An RPC endpoint of the chain; null when the bundle names none. */
  readonly rpcUrl: string | null;
  /** The registry contract, lower case; null when the bundle names none. */
  readonly registryAddress: string | null;
  readonly teeType: number;
}

/** The server that gives out and takes back tokens (Supabase's auth API). */
export interface AuthServer {
  /** Base address without a trailing slash. */
  readonly url: string;
  /** The project's public key. */
  readonly apiKey: string;
}

/** What a login gives. Holds secrets. */
export interface LoginBundle {
  readonly accessToken: string;
  /** Without one the account cannot outlive its access token. */
  readonly refreshToken: string | null;
  /** By the server's clock, seconds since the epoch; null: never, as far as is known. */
  readonly expiresAtS: number | null;
  /** From when the token was given out, seconds. */
  readonly expiresInS: number | null;
  readonly user: { readonly id: string; readonly email: string | null; readonly isAnonymous: boolean };
  readonly appEnv: string;
  readonly auth: AuthServer;
  readonly network: AccountNetwork;
}

/** The `type` of a bundle, as og-veil's login expects it. */
const BUNDLE_TYPE = 'opengradient-cli-auth';

/** Above any bundle: two tokens of a few thousand characters and some addresses. */
export const MAX_BUNDLE_BYTES = 65_536;

const MAX_TOKEN_LENGTH = 16_384;

const token = z
  .string({ error: 'is missing' })
  .min(8, { error: 'is too short' })
  .max(MAX_TOKEN_LENGTH, { error: 'is too long' })
  // It goes into a header.
  .regex(/^[\x21-\x7e]+$/, { error: 'contains characters that no token has' });

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Tokens and prompts travel to these addresses, so plain http is for this machine only. */
const address = z
  .string({ error: 'is missing' })
  .max(2_048, { error: 'is too long' })
  .refine(text => parseUrl(text) !== undefined, { error: 'is not an address', abort: true })
  .refine(isSafe, { error: 'must be an https address without credentials, query or fragment' })
  // In one form: the text may hold what an address loses, such as line breaks and capitals.
  .transform(text => new URL(text).href.replace(/\/+$/, ''));

function isSafe(text: string): boolean {
  const url = new URL(text);
  const isBare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return isBare && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)));
}

/** A missing or empty value is none; the peer writes null. */
function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess(value => (value === '' || value === undefined ? null : value), schema.nullable());
}

const seconds = z.preprocess(
  value => (typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null),
  z.number().nullable(),
);

/** It is shown in terminals, menus and notifications: nothing that steers them or turns the text around. */
const shown = z
  .string()
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, { error: 'contains characters that cannot be shown' });

const Bundle = z.object({
  type: z.literal(BUNDLE_TYPE, { error: `must be ${BUNDLE_TYPE}` }),
  access_token: token,
  refresh_token: optional(token),
  expires_in: seconds,
  expires_at: seconds,
  user: z
    .object({
      id: optional(shown.max(200)),
      email: optional(shown.max(320)),
      is_anonymous: z.preprocess(value => value === true, z.boolean()),
    })
    .nullish(),
  config: z.object(
    {
      app_env: z.preprocess(value => value ?? 'production', z.string().max(60)),
      supabase_url: address,
      supabase_anon_key: token,
      chat_api_base_url: address,
      tee_registry_rpc_url: optional(address),
      tee_registry_address: optional(z.string().regex(/^0x[0-9a-f]{40}$/i, { error: 'must be 0x and 40 hex digits' })),
      tee_registry_tee_type: z.preprocess(value => value ?? 0, z.int().min(0).max(255)),
    },
    { error: 'is missing' },
  ),
});

/**
 * Reads what the login page hands over. `nowMs` is milliseconds since the epoch. Throws {@link AccountError}
 * `login_bundle_invalid`, which names the field and quotes nothing, and `login_bundle_expired` for one whose time is over
 * and that nothing can renew.
 */
export function parseBundle(text: string, nowMs: number): LoginBundle {
  if (Buffer.byteLength(text) > MAX_BUNDLE_BYTES) throw invalid('it is too long');
  if (text.trim() === '') throw invalid('it is empty');
  const parsed = Bundle.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw invalid(issue === undefined ? 'it is malformed' : `${issue.path.join('.') || 'it'} ${issue.message}`);
  }
  const { data } = parsed;
  const bundle: LoginBundle = {
    accessToken: data.access_token,
    refreshToken: data.refresh_token,
    expiresAtS: data.expires_at,
    expiresInS: data.expires_in,
    user: {
      id: data.user?.id ?? data.user?.email ?? 'unknown',
      email: data.user?.email ?? null,
      isAnonymous: data.user?.is_anonymous ?? false,
    },
    appEnv: data.config.app_env,
    auth: { url: data.config.supabase_url, apiKey: data.config.supabase_anon_key },
    network: {
      relayUrl: data.config.chat_api_base_url,
      rpcUrl: data.config.tee_registry_rpc_url,
      registryAddress: data.config.tee_registry_address?.toLowerCase() ?? null,
      teeType: data.config.tee_registry_tee_type,
    },
  };
  if (bundle.refreshToken === null && bundle.expiresAtS !== null && bundle.expiresAtS * 1_000 <= nowMs) {
    throw new AccountError('login_bundle_expired', 'This login has expired and cannot be renewed.', {
      remedy: "Sign in again. If it says so at once, set this computer's clock.",
    });
  }
  return bundle;
}

function parseJson(text: string): unknown {
  try {
    // What passed through a file or a pipe of Windows may begin with a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    // The parser's own message quotes the text.
    throw invalid('it is not JSON');
  }
}

function invalid(what: string): AccountError {
  return new AccountError('login_bundle_invalid', `This is not a login of the chat app: ${what}.`, {
    remedy: 'Copy the whole text that the login page offers, from { to }.',
  });
}
