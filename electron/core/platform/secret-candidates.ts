import { join } from 'node:path';
import type { Clock } from './clock.ts';
import { EncryptedCodec } from './encrypted-codec.ts';
import { FileSecretStore } from './file-secret-store.ts';
import { KeychainKeySource, probeKeychain } from './keychain-key.ts';
import { keychainProcess, type RunKeychain } from './keychain-process.ts';
import type { Redactor } from './redactor.ts';
import { SecretFileStore } from './secret-file.ts';
import { KeyFileSource } from './secret-key-file.ts';
import type { SecretStoreKind } from './secret-kinds.ts';
import { SECRET_FILES } from './secret-manifest.ts';
import type { MovableSecretStore } from './secret-store.ts';

/** One way to keep secrets on this machine. */
export interface SecretStoreCandidate {
  readonly kind: SecretStoreKind;
  /**
   * Why it cannot be used, as a sentence; undefined when it can. `inUse`: the secrets are there already, so that nobody
   * need be asked for consent. Ends by itself within seconds.
   */
  unavailable(inUse: boolean, signal: AbortSignal): Promise<string | undefined>;
  /** A fresh instance that remembers nothing of another one. Opens nothing yet. */
  open(): MovableSecretStore;
}

/** What the candidates of this module need. */
export interface SecretCandidateOptions {
  readonly home: string;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
}

/** Long enough for a desktop's keychain, short enough for a start without one. */
const PROBE_TIMEOUT_MS = 5_000;

/** {@link FileSecretStore}: where secrets come from, never where they go to. */
export function plainFileCandidate(options: SecretCandidateOptions): SecretStoreCandidate {
  return {
    kind: 'plain-file',
    unavailable: async () => undefined,
    open: () => new FileSecretStore(options),
  };
}

/** An encrypted file in the home, with a key file in `keyFolder`. */
export function encryptedFileCandidate(
  options: SecretCandidateOptions & { readonly keyFolder: string },
): SecretStoreCandidate {
  const { home, keyFolder, clock, platform } = options;
  const path = join(home, SECRET_FILES['encrypted-file']);
  return {
    kind: 'encrypted-file',
    unavailable: async () => undefined,
    open: () =>
      new SecretFileStore({
        ...options,
        path,
        codec: new EncryptedCodec(new KeyFileSource({ folder: keyFolder, clock, platform })),
        description: `In ${path}, encrypted. The key is a file in ${keyFolder}: whoever can read both, as programs of this user can, has the secrets.`,
        told: { code: 'secrets_file', name: path, other: keyFolder },
      }),
  };
}

/** An encrypted file in the home, with its key in the operating system's keychain. */
export function keychainCandidate(
  options: SecretCandidateOptions & {
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Default: {@link keychainProcess}. `timeoutMs` limits each request. */
    readonly connect?: (timeoutMs?: number) => RunKeychain;
  },
): SecretStoreCandidate {
  const { home, clock, env } = options;
  const connect =
    options.connect ??
    (timeoutMs => keychainProcess({ clock, env, ...(timeoutMs === undefined ? {} : { timeoutMs }) }));
  const path = join(home, SECRET_FILES.keychain);
  return {
    kind: 'keychain',
    unavailable: async (inUse, signal) => (inUse ? undefined : probeKeychain(connect(PROBE_TIMEOUT_MS), signal)),
    open: () =>
      new SecretFileStore({
        ...options,
        path,
        codec: new EncryptedCodec(new KeychainKeySource(connect())),
        description: `In ${path}, encrypted with a key in this computer's keychain.`,
        told: { code: 'secrets_keychain', name: path },
      }),
  };
}

/** What a plain Node host can open: the keychain, else the encrypted file; and the unencrypted one, to move out of it. */
export function headlessCandidates(
  options: SecretCandidateOptions & {
    readonly keyFolder: string;
    readonly env: Readonly<Record<string, string | undefined>>;
  },
): readonly SecretStoreCandidate[] {
  return [keychainCandidate(options), encryptedFileCandidate(options), plainFileCandidate(options)];
}
