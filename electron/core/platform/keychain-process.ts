import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { type Clock, deadline } from './clock.ts';
import { errorMessage, GatehouseError, isAbortError } from './errors.ts';

/** One thing to do in the operating system's keychain. */
export interface KeychainRequest {
  readonly operation: 'get' | 'set' | 'delete';
  readonly account: string;
  readonly value?: string;
}

/** Runs requests against the keychain. `undefined`: there is no such entry. Throws `secret_store_unavailable`. */
export type RunKeychain = (request: KeychainRequest, signal: AbortSignal) => Promise<string | undefined>;

/** Options of {@link keychainProcess}. */
export interface KeychainProcessOptions {
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A person may have to unlock the keychain first. Default 60 000. */
  readonly timeoutMs?: number;
  /** Where `@napi-rs/keyring` is. Default: resolved from this module; undefined when it is not installed. */
  readonly modulePath?: string | undefined;
}

const SERVICE = 'Gatehouse';
const TIMEOUT_MS = 60_000;
/** A key and its frame; whatever else a child says is not for us. */
const MAX_OUTPUT_BYTES = 16_384;

/**
 * What the child runs. On Linux the entry is bound to the Secret Service: the binding would otherwise fall back to the
 * kernel's keyring, which forgets everything at the next start of the machine.
 */
const CHILD = `
const chunks = [];
process.stdin.on('data', chunk => chunks.push(chunk)).on('end', () => {
  const answer = body => process.stdout.write(JSON.stringify(body));
  try {
    const { module, service, account, operation, value } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const { Entry } = require(module);
    const entry = new Entry(service, account, { linux: { store: 'secret-service' } });
    if (operation === 'set') entry.setPassword(value);
    if (operation === 'delete') entry.deletePassword();
    answer({ value: operation === 'get' ? entry.getPassword() : null });
  } catch (error) {
    answer({ error: String(error && error.message).slice(0, 300) });
  }
});
`;

/**
 * Talks to the keychain from a child process. The binding connects synchronously, and a session bus that accepts and
 * never answers would stop this whole process for good; a child can be ended. The value travels through pipes only.
 */
export function keychainProcess(options: KeychainProcessOptions): RunKeychain {
  const { clock, env, timeoutMs = TIMEOUT_MS } = options;
  const modulePath = 'modulePath' in options ? options.modulePath : installedModule();
  return async (request, signal) => {
    if (modulePath === undefined) throw unavailable('its binding is not installed');
    const limit = deadline(clock, timeoutMs, signal, () => unavailable('it does not answer'));
    try {
      const input = JSON.stringify({ module: modulePath, service: SERVICE, ...request });
      return readAnswer(await runChild(input, env, limit.signal));
    } catch (error) {
      if (error instanceof GatehouseError || isAbortError(error) || signal.aborted) throw error;
      throw unavailable(errorMessage(error));
    } finally {
      limit.done();
    }
  };
}

function installedModule(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('@napi-rs/keyring');
  } catch {
    return undefined;
  }
}

function runChild(input: string, env: KeychainProcessOptions['env'], signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(process.execPath, ['-e', CHILD], {
      env: { ...env, NODE_OPTIONS: '' },
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    const end = (): void => {
      child.kill('SIGKILL');
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', end, { once: true });
    const chunks: Buffer[] = [];
    let length = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_OUTPUT_BYTES) chunks.push(chunk);
      else child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', () => {
      signal.removeEventListener('abort', end);
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
    // A child that ends early has said why, or nothing at all.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function readAnswer(text: string): string | undefined {
  let answer: { readonly value?: unknown; readonly error?: unknown };
  try {
    answer = JSON.parse(text) as typeof answer;
  } catch {
    // The text may hold the value, so it is not quoted.
    throw unavailable('its binding ended without an answer');
  }
  if (typeof answer.error === 'string') throw unavailable(answer.error);
  return typeof answer.value === 'string' ? answer.value : undefined;
}

function unavailable(reason: string): GatehouseError {
  return new GatehouseError('secret_store_unavailable', `The keychain of this computer cannot be used: ${reason}.`, {
    remedy: 'Unlock the keychain in a desktop session of this user, and start again.',
    retryable: true,
  });
}
