import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isIPv4, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { errorMessage, isAbortError } from '../platform/index.ts';
import { parseJson5 } from './json5.ts';
import { absolute, configPath, homeFolder, type OpenClawSurroundings, stateFolder } from './places.ts';
import { type LookUp, readDotEnv, substituted } from './variables.ts';

/** The gateway that OpenClaw on this computer is set up for. Holds secrets: not for logs. */
export interface LocalGateway {
  readonly url: string;
  /** SHA-256 of the certificate that the gateway will show; null: no TLS, or a certificate that is checked as usual. */
  readonly tlsFingerprint: string | null;
  /** Where this was read, for people: a path, or the environment. */
  readonly origin: string;
  readonly token: string | undefined;
  readonly password: string | undefined;
  /** Sentences about what could not be read. */
  readonly notes: readonly string[];
}

/** OpenClaw's own default (`DEFAULT_GATEWAY_PORT` in `src/config/paths.ts`). */
const DEFAULT_PORT = 18_789;
/** Far above any configuration; a larger file is not one. */
const MAX_BYTES = 4_194_304;

type Tree = Readonly<Record<string, unknown>>;

/**
 * Reads OpenClaw's configuration file and environment, changes neither. Undefined when there is no sign of OpenClaw; a
 * file that cannot be read is told in the notes and taken for an empty one. Throws only when `signal` is aborted.
 */
export async function findLocalGateway(
  surroundings: OpenClawSurroundings,
  signal: AbortSignal,
): Promise<LocalGateway | undefined> {
  const { env } = surroundings;
  const notes: string[] = [];
  const path = configPath(surroundings);
  const text = await readWhole(path, notes, signal);
  const hasSigns = ['OPENCLAW_CONFIG_PATH', 'OPENCLAW_GATEWAY_PORT'].some(name => filled(env[name]));
  if (text === undefined && notes.length === 0 && !hasSigns) return undefined;
  const config = text === undefined ? {} : readConfig(text, path, notes);
  const dotEnv = readDotEnv((await readWhole(join(stateFolder(surroundings), '.env'), [], signal)) ?? '');
  const ownVariables = branch(branch(config, 'env'), 'vars');
  const lookUp: LookUp = name => filled(env[name]) ?? filled(dotEnv.get(name)) ?? filled(ownVariables[name]);
  const gateway = branch(config, 'gateway');
  if ('$include' in gateway || '$include' in config) {
    notes.push(`${path} includes other files, which Gatehouse does not read.`);
  }
  const facts = { surroundings, gateway, lookUp, notes, signal };
  const isRemote = gateway['mode'] === 'remote' && filled(branch(gateway, 'remote')['url']) !== undefined;
  const found = isRemote ? remoteGateway(facts) : await ownGateway(facts);
  return { ...found, origin: text === undefined ? "OpenClaw's environment" : path, notes };
}

interface Facts {
  readonly surroundings: OpenClawSurroundings;
  readonly gateway: Tree;
  readonly lookUp: LookUp;
  readonly notes: string[];
  readonly signal: AbortSignal;
}

type Found = Omit<LocalGateway, 'origin' | 'notes'>;

/** OpenClaw here only talks to a gateway elsewhere: then that is the person's gateway. */
function remoteGateway({ gateway, lookUp, notes }: Facts): Found {
  const remote = branch(gateway, 'remote');
  return {
    url: secretOf(remote['url'], 'gateway.remote.url', lookUp, notes) ?? '',
    tlsFingerprint: filled(remote['tlsFingerprint']) ?? null,
    // Never the local gateway's secrets, nor those of the environment, which may be meant for it.
    token: secretOf(remote['token'], 'gateway.remote.token', lookUp, notes),
    password: secretOf(remote['password'], 'gateway.remote.password', lookUp, notes),
  };
}

async function ownGateway({ surroundings, gateway, lookUp, notes, signal }: Facts): Promise<Found> {
  const auth = branch(gateway, 'auth');
  const mode = auth['mode'];
  const tls = branch(gateway, 'tls');
  const isSecure = tls['enabled'] === true;
  const port = portOf(lookUp('OPENCLAW_GATEWAY_PORT')) ?? portOf(gateway['port']) ?? DEFAULT_PORT;
  const host = hostOf(gateway);
  const secret = (key: 'token' | 'password', variable: string): string | undefined =>
    lookUp(variable) ?? secretOf(auth[key], `gateway.auth.${key}`, lookUp, notes);
  const usesPassword = mode === 'password';
  const isOpen = mode === 'none' || mode === 'trusted-proxy';
  const token = usesPassword || isOpen ? undefined : secret('token', 'OPENCLAW_GATEWAY_TOKEN');
  const password =
    isOpen || mode === 'token' || token !== undefined ? undefined : secret('password', 'OPENCLAW_GATEWAY_PASSWORD');
  return {
    url: `${isSecure ? 'wss' : 'ws'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    tlsFingerprint: isSecure ? await certificatePin(tls, surroundings, notes, signal) : null,
    token,
    password,
  };
}

/** Loopback, unless the gateway listens only elsewhere. */
function hostOf(gateway: Tree): string {
  const given = filled(gateway['customBindHost']);
  if (gateway['bind'] === 'custom' && given !== undefined && (isIPv4(given) || isIPv6(given))) {
    return ['0.0.0.0', '::'].includes(given) ? '127.0.0.1' : given;
  }
  if (gateway['bind'] !== 'tailnet') return '127.0.0.1';
  // Tailscale's addresses are 100.64.0.0/10; without one the gateway falls back to loopback.
  const own = ownAddresses().find(address => /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(address));
  return own ?? '127.0.0.1';
}

/** None on a confined system that does not tell them. */
function ownAddresses(): readonly string[] {
  try {
    return Object.values(networkInterfaces()).flatMap(list => (list ?? []).map(({ address }) => address));
  } catch {
    return [];
  }
}

/** The gateway makes itself a certificate that nobody vouches for; its file on this computer says which one it is. */
async function certificatePin(
  tls: Tree,
  surroundings: OpenClawSurroundings,
  notes: string[],
  signal: AbortSignal,
): Promise<string | null> {
  const given = filled(tls['certPath']);
  const path =
    given === undefined
      ? join(stateFolder(surroundings), 'gateway', 'tls', 'gateway-cert.pem')
      : absolute(given, homeFolder(surroundings));
  const pem = await readWhole(path, notes, signal);
  if (pem === undefined) return null;
  try {
    return new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();
  } catch {
    notes.push(`${path} is no certificate that can be read.`);
    return null;
  }
}

/** A text, `${NAME}` in it replaced, or a reference to a variable. Other references only OpenClaw can follow. */
function secretOf(value: unknown, key: string, lookUp: LookUp, notes: string[]): string | undefined {
  const text = filled(value);
  const reference = branch({ value }, 'value');
  const isVariable = reference['source'] === 'env' && filled(reference['id']) !== undefined;
  const found =
    text !== undefined
      ? filled(substituted(text, lookUp))
      : isVariable
        ? lookUp(filled(reference['id']) ?? '')
        : undefined;
  if (found !== undefined || value === undefined || value === null || value === '') return found;
  notes.push(
    isVariable || text !== undefined
      ? `${key} names a variable that is not set here.`
      : `${key} is kept where only OpenClaw can read it. Store it with: gatehouse secret set gateway.discovered.${key.split('.').at(-1)}`,
  );
  return undefined;
}

function readConfig(text: string, path: string, notes: string[]): Tree {
  try {
    return branch({ config: parseJson5(text) }, 'config');
  } catch (error) {
    notes.push(`${path} cannot be understood: ${errorMessage(error)}.`);
    return {};
  }
}

async function readWhole(path: string, notes: string[], signal: AbortSignal): Promise<string | undefined> {
  try {
    // Before it is read: a device or a pipe may have no end.
    const found = await stat(path);
    if (found.isFile() && found.size <= MAX_BYTES) return await readFile(path, { encoding: 'utf8', signal });
    notes.push(found.isFile() ? `${path} is too large to be read.` : `${path} is no file.`);
  } catch (error) {
    signal.throwIfAborted();
    if (isAbortError(error)) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (code !== 'ENOENT' && code !== 'ENOTDIR') notes.push(`${path} cannot be read (${code}).`);
  }
  return undefined;
}

function branch(tree: Tree, key: string): Tree {
  const value = Object.hasOwn(tree, key) ? tree[key] : undefined;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : {};
}

function filled(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function portOf(value: unknown): number | undefined {
  const port = typeof value === 'string' && /^\s*\d{1,5}\s*$/.test(value) ? Number(value) : value;
  return typeof port === 'number' && Number.isInteger(port) && port > 0 && port <= 65_535 ? port : undefined;
}
