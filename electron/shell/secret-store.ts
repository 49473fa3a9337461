import path from 'node:path';
import type { Dialog, SafeStorage } from 'electron';
import type { SecretsCode } from '../contract/index.ts';
import {
  type DecodedSecrets,
  encryptedFileCandidate,
  errorMessage,
  formatSecrets,
  GatehouseError,
  isAbortError,
  parseSecrets,
  plainFileCandidate,
  SECRET_FILES,
  type SecretCandidateOptions,
  type SecretCodec,
  SecretFileStore,
  type SecretStoreCandidate,
} from '../core/platform/index.ts';
import type { NativeTexts } from './native-texts.ts';

/** What of Electron's `safeStorage` is used: its asynchronous interface alone. */
export type SafeStoragePort = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

/** Options of {@link safeStorageCandidate}. */
export interface SafeStorageOptions extends SecretCandidateOptions {
  readonly safeStorage: SafeStoragePort;
  /**
   * Asked before secrets go into a store that protects them from nobody (Linux without a password manager: Electron
   * encrypts with a key that every program knows). False: another store is taken.
   */
  readonly consent: (signal: AbortSignal) => Promise<boolean>;
}

/** Asks whether secrets may be stored almost unprotected. Closing the question is a no. */
export async function askForWeakStorage(
  dialog: Pick<Dialog, 'showMessageBox'>,
  { weakStorage }: Pick<NativeTexts, 'weakStorage'>,
): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title: 'Gatehouse',
    message: weakStorage.message,
    detail: weakStorage.detail,
    buttons: [weakStorage.encryptedFile, weakStorage.unprotected],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}

/** Where the desktop may keep secrets, the best first. `keyFolder` holds the key of the encrypted file. */
export function desktopCandidates({
  dialog,
  texts,
  keyFolder,
  ...options
}: Omit<SafeStorageOptions, 'consent'> & {
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly texts: () => Pick<NativeTexts, 'weakStorage'>;
  readonly keyFolder: string;
}): readonly SecretStoreCandidate[] {
  return [
    safeStorageCandidate({ ...options, consent: () => askForWeakStorage(dialog, texts()) }),
    encryptedFileCandidate({ ...options, keyFolder }),
    plainFileCandidate(options),
  ];
}

const FILE_PREFIX = 'gatehouse-safe-storage-1:';

/** Electron's own protection of secrets: the keychain of macOS, DPAPI of Windows, the password manager of Linux. After `ready`. */
export function safeStorageCandidate(options: SafeStorageOptions): SecretStoreCandidate {
  const { home, safeStorage, platform, consent } = options;
  const file = path.join(home, SECRET_FILES['safe-storage']);
  // Before `ready`, and on other systems, there is no backend to ask for.
  const isWeak = (): boolean => platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
  return {
    kind: 'safe-storage',
    unavailable: async (inUse, signal) => {
      const isThere = await safeStorage.isAsyncEncryptionAvailable().catch(() => false);
      if (!isThere) return 'The system gives the desktop app no encryption.';
      if (inUse || !isWeak() || (await consent(signal))) return undefined;
      return 'The desktop has no password manager, and storing without one was declined.';
    },
    open: () =>
      new SecretFileStore({
        ...options,
        path: file,
        codec: new SafeStorageCodec(safeStorage),
        description: isWeak()
          ? `In ${file}, almost unprotected: this desktop has no password manager, any program of this user can read it.`
          : `In ${file}, encrypted by ${NAMES[platform] ?? 'the password manager of this desktop'}.`,
        told: { code: isWeak() ? 'secrets_weak' : (CODES[platform] ?? 'secrets_desktop'), name: file },
      }),
  };
}

const NAMES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'a key in the keychain of macOS',
  win32: 'Windows for this user',
};

const CODES: Readonly<Partial<Record<NodeJS.Platform, SecretsCode>>> = {
  darwin: 'secrets_macos',
  win32: 'secrets_windows',
};

class SafeStorageCodec implements SecretCodec {
  readonly #safeStorage: SafeStoragePort;

  constructor(safeStorage: SafeStoragePort) {
    this.#safeStorage = safeStorage;
  }

  async decode(text: string, file: string, signal: AbortSignal): Promise<DecodedSecrets> {
    if (!text.startsWith(FILE_PREFIX)) throw unreadable(file, 'is damaged');
    const encrypted = Buffer.from(text.slice(FILE_PREFIX.length), 'base64');
    const decrypted = await this.#safeStorage.decryptStringAsync(encrypted).catch((error: unknown) => {
      if (isAbortError(error)) throw error;
      throw unreadable(file, 'cannot be decrypted', errorMessage(error));
    });
    signal.throwIfAborted();
    return { secrets: parseSecrets(decrypted.result, file), stale: decrypted.shouldReEncrypt };
  }

  async encode(secrets: ReadonlyMap<string, string>): Promise<string> {
    const encrypted = await this.#safeStorage.encryptStringAsync(formatSecrets(secrets));
    return `${FILE_PREFIX}${encrypted.toString('base64')}\n`;
  }

  forget(): void {
    // Nothing is remembered.
  }

  /** The key is the operating system's, and serves other files too. */
  async erase(): Promise<void> {
    return undefined;
  }
}

function unreadable(file: string, what: string, reason?: string): GatehouseError {
  return new GatehouseError('secret_store_unreadable', `The secrets file ${file} ${what}.`, {
    remedy: "Unlock this user's keychain and start again, or move the file away and set the secrets again.",
    ...(reason === undefined ? {} : { details: { reason } }),
  });
}
