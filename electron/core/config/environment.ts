import { GatehouseError } from '../platform/index.ts';
import type { LeafSetting } from './leaves.ts';

/** A value as text, with the name of where it came from for messages. */
export interface TextValue {
  readonly text: string;
  readonly source: string;
}

/** Names of the peer product, so that its users can switch without renaming anything. */
export const PEER_VARIABLES: Readonly<
  Record<string, { readonly key: string; readonly adapt?: (text: string) => string }>
> = {
  OG_VEIL_HOST: { key: 'proxy.host' },
  OG_VEIL_PORT: { key: 'proxy.port' },
  OG_VEIL_TEE_ID: { key: 'tee.teeId' },
  OG_VEIL_EXPECTED_PCR_HASH: { key: 'tee.expectedPcrHash' },
  // There every number that is not above zero turns the refresh off.
  OG_VEIL_TEE_REFRESH_INTERVAL: { key: 'tee.refreshSeconds', adapt: text => (/^\s*-\d/.test(text) ? '0' : text) },
};

/** Variables of ours that are no settings, and what each one is for. */
export const OTHER_VARIABLES: Readonly<Record<string, string>> = {
  GATEHOUSE_HOME: 'The home folder, where `--home` does not name one',
  GATEHOUSE_RELAY_TOKEN: 'The token for the relay, for containers; wins over the secret `relay.token`',
  GATEHOUSE_GATEWAY_TOKEN: 'The token of the gateway at `gateway.url`; wins over the secret `gateway.token`',
  GATEHOUSE_PACKAGE: '`container`: set by the image; `gatehouse update` then speaks of it',
  GATEHOUSE_READY_JSON: '`1`: a line of JSON when `run` or `agent-server` is ready, for scripts',
  GATEHOUSE_RESTARTED_BY:
    'What starts `run` again when it ends with exit code 75, by its name; set by `service install`, for containers and other managers',
  GATEHOUSE_SAFE_MODE: '`1`: start in safe mode, where nothing is done by itself and no request goes out',
  GATEHOUSE_SANDBOX_DEMO:
    '`off`: nothing happens in the sandbox by itself; its agents meet no limits and its gateway stays as it is',
  GATEHOUSE_AGENT_SECRET: 'What callers of `agent-server` must know, for containers',
  GATEHOUSE_AGENT_GENERATION: 'The assignment that `agent-server` is started under; set for a program that restarts it',
};

const TRUE_WORDS = new Set(['1', 'true', 'yes', 'on']);
const FALSE_WORDS = new Set(['0', 'false', 'no', 'off']);

/** `proxy.maxBodyBytes` becomes `GATEHOUSE_PROXY_MAX_BODY_BYTES`. */
export function variableName(key: string): string {
  return `GATEHOUSE_${key
    .replaceAll(/([A-Z])/g, '_$1')
    .replaceAll('.', '_')
    .toUpperCase()}`;
}

/**
 * The settings that the environment gives, by key, and the names of `GATEHOUSE_*` variables that mean nothing. Our own
 * names win over the peer's. Throws `pii_scrub_unsupported` when the peer's redaction is asked for: starting without
 * it would send what the person believes to be removed.
 */
export function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  leaves: ReadonlyMap<string, LeafSetting>,
): { values: Map<string, TextValue>; unknown: string[] } {
  if (TRUE_WORDS.has((env['OG_VEIL_PII_SCRUB'] ?? '').trim().toLowerCase())) {
    throw new GatehouseError(
      'pii_scrub_unsupported',
      'OG_VEIL_PII_SCRUB asks for redaction of personal data, which Gatehouse does not do.',
      {
        remedy: 'Unset OG_VEIL_PII_SCRUB to start without redaction.',
      },
    );
  }
  const values = new Map<string, TextValue>();
  for (const [name, { key, adapt = (text: string) => text }] of Object.entries(PEER_VARIABLES)) {
    const text = env[name];
    if (text !== undefined && text !== '') values.set(key, { text: adapt(text), source: name });
  }
  const known = new Set(Object.keys(OTHER_VARIABLES));
  for (const key of leaves.keys()) {
    const name = variableName(key);
    known.add(name);
    const text = env[name];
    if (text !== undefined && text !== '') values.set(key, { text, source: name });
  }
  const unknown = Object.keys(env).filter(name => name.startsWith('GATEHOUSE_') && !known.has(name));
  return { values, unknown: unknown.sort() };
}

/** Reads a text from the environment or a flag as the value that its setting wants. What does not fit stays a text, for the schema to refuse. */
export function readText({ kind, nullable }: LeafSetting, text: string): unknown {
  const trimmed = text.trim();
  if (nullable && ['null', 'none'].includes(trimmed.toLowerCase())) return null;
  if (kind === 'number' && /^[+-]?\d{1,16}$/.test(trimmed)) return Number(trimmed);
  if (kind === 'flag' && TRUE_WORDS.has(trimmed.toLowerCase())) return true;
  if (kind === 'flag' && FALSE_WORDS.has(trimmed.toLowerCase())) return false;
  if (kind === 'json') return parsed(text);
  if (kind === 'list') return trimmed.split(/[\s,]+/).filter(part => part !== '');
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
