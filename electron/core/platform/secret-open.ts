import { join } from 'node:path';
import type { Clock } from './clock.ts';
import { GatehouseError } from './errors.ts';
import type { SecretStoreCandidate } from './secret-candidates.ts';
import { FollowingSecretStore, SECRET_STORE_LOCK } from './secret-following.ts';
import type { SecretStoreKind } from './secret-kinds.ts';
import { withSecretLock } from './secret-lock.ts';
import { locateSecrets, readManifest, type SecretManifest, writeManifest } from './secret-manifest.ts';
import type { SecretStore } from './secret-store.ts';

/** Options of {@link openSecretStore}. */
export interface OpenSecretStoreOptions {
  readonly home: string;
  /** Every store that this host can open, best first. */
  readonly candidates: readonly SecretStoreCandidate[];
  /** `auto` stays where the secrets are; a kind moves them there. */
  readonly prefer: 'auto' | Exclude<SecretStoreKind, 'plain-file'>;
  /** False: nothing leaves the unencrypted file, from which a running instance of an older version may read. Default true. */
  readonly mayMove?: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Default: the one of this process. */
  readonly platform?: NodeJS.Platform;
}

/** An open store and how it was chosen. */
export interface OpenedSecretStore {
  /** Goes along when another process moves the secrets. */
  readonly store: SecretStore;
  readonly kind: SecretStoreKind;
  /** What was moved from where in this call; null when nothing was. */
  readonly moved: { readonly from: SecretStoreKind; readonly count: number } | null;
  /** Why better ones could not be had, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Opens the store that holds the home's secrets; chooses the first candidate that can be used when there is none yet or
 * only the unencrypted file, and moves the secrets there. A move that was cut off is finished. Throws
 * `secret_store_unavailable` when the secrets are in a store that cannot be had: an empty one in its place would look as
 * if they were lost. Throws what the stores throw; whatever fails, each secret is still in the store that counts.
 */
export async function openSecretStore(options: OpenSecretStoreOptions): Promise<OpenedSecretStore> {
  const { home, clock, signal } = options;
  const reasons = await askBefore(options);
  return withSecretLock(join(home, SECRET_STORE_LOCK), { clock, signal }, () => new Opening(options, reasons).run());
}

type Reasons = ReadonlyMap<SecretStoreKind, string | undefined>;

/** Which candidates a new home could use. Asked outside the lock: a person who is asked for consent takes any time. */
async function askBefore({
  home,
  candidates,
  prefer,
  mayMove = true,
  signal,
}: OpenSecretStoreOptions): Promise<Reasons> {
  const reasons = new Map<SecretStoreKind, string | undefined>();
  const kind = (await locateSecrets(home))?.kind ?? 'plain-file';
  const stays = prefer === 'auto' && (kind !== 'plain-file' || (!mayMove && (await hasPlain(candidates))));
  if (stays) return reasons;
  for (const candidate of candidates) {
    if (prefer !== 'auto' && candidate.kind !== prefer) continue;
    const reason = await candidate.unavailable(kind === candidate.kind, signal);
    reasons.set(candidate.kind, reason);
    if (reason === undefined) break;
  }
  return reasons;
}

async function hasPlain(candidates: readonly SecretStoreCandidate[]): Promise<boolean> {
  const plain = candidates.find(({ kind }) => kind === 'plain-file')?.open();
  return (await plain?.exists()) === true;
}

class Opening {
  readonly #options: OpenSecretStoreOptions;
  readonly #reasons: Reasons;
  readonly #notes: string[] = [];

  constructor(options: OpenSecretStoreOptions, reasons: Reasons) {
    this.#options = options;
    this.#reasons = reasons;
  }

  async run(): Promise<OpenedSecretStore> {
    const current = await locateSecrets(this.#options.home);
    if (current?.leaving !== undefined) {
      await this.#require(current.kind);
      await this.#leave(current.kind, current.leaving);
    }
    const from = current?.kind;
    const to = await this.#target(from);
    if (from === to) {
      if ((await readManifest(this.#options.home)) === undefined && to !== 'plain-file')
        await this.#write({ kind: to });
      return this.#opened(to, await this.#adopt(to));
    }
    if (from === undefined) {
      await this.#write({ kind: to });
      return this.#opened(to, null);
    }
    const count = await this.#move(from, to);
    return this.#opened(to, { from, count });
  }

  async #target(from: SecretStoreKind | undefined): Promise<SecretStoreKind> {
    const { prefer, candidates, mayMove = true } = this.#options;
    if (prefer !== 'auto') {
      await this.#require(prefer, from !== prefer);
      return prefer;
    }
    if (from !== undefined && (from !== 'plain-file' || !mayMove)) {
      await this.#require(from);
      return from;
    }
    for (const candidate of candidates) {
      const reason = await this.#unavailable(candidate, false);
      if (reason === undefined) return candidate.kind;
      this.#notes.push(reason);
    }
    throw new GatehouseError('secret_store_unavailable', 'There is no place to keep secrets on this computer.', {
      remedy: this.#notes.join(' '),
    });
  }

  async #require(kind: SecretStoreKind, isNew = false): Promise<SecretStoreCandidate> {
    const candidate = this.#find(kind);
    const reason =
      candidate === undefined ? 'This program cannot open that place.' : await this.#unavailable(candidate, !isNew);
    if (candidate !== undefined && reason === undefined) return candidate;
    const what = isNew ? 'The secrets stay where they are.' : `${PLACES[kind]} cannot be used.`;
    throw new GatehouseError('secret_store_unavailable', `${what} ${reason}`, {
      remedy: isNew ? newPlaceRemedy(kind, candidate) : (candidate === undefined ? ELSEWHERE : REMEDIES)[kind],
      retryable: true,
      details: { kind },
    });
  }

  /** What was asked before the lock, unless the secrets were moved since. */
  async #unavailable(candidate: SecretStoreCandidate, inUse: boolean): Promise<string | undefined> {
    if (!inUse && this.#reasons.has(candidate.kind)) return this.#reasons.get(candidate.kind);
    return candidate.unavailable(inUse, this.#options.signal);
  }

  /** Copies, reads back through a fresh instance, marks, removes the old ones: each step may be the last one. */
  async #move(from: SecretStoreKind, to: SecretStoreKind): Promise<number> {
    const { signal } = this.#options;
    const source = (await this.#require(from)).open();
    const candidate = await this.#require(to);
    await this.#write({ kind: from, entering: to });
    const names = await source.names(signal);
    const copy = candidate.open();
    // What an earlier, unfinished move left there may be older than what counts.
    for (const name of await copy.names(signal)) if (!names.includes(name)) await copy.delete(name, signal);
    await this.#copy(source, candidate);
    await this.#write({ kind: to, leaving: from });
    await this.#leave(to, from);
    return names.length;
  }

  /** An unencrypted file that came back was written by an older version since: its values are the newer ones. */
  async #adopt(to: SecretStoreKind): Promise<OpenedSecretStore['moved']> {
    const { mayMove = true } = this.#options;
    const plain = to === 'plain-file' || !mayMove ? undefined : this.#find('plain-file')?.open();
    if (plain === undefined || !(await plain.exists())) return null;
    const count = await this.#copy(plain, await this.#require(to));
    await plain.erase(this.#options.signal);
    return { from: 'plain-file', count };
  }

  /** Adds every secret of `source`, and reads each back through a fresh instance. Gives how many there are. */
  async #copy(source: SecretStore, candidate: SecretStoreCandidate): Promise<number> {
    const { signal } = this.#options;
    const names = await source.names(signal);
    const copy = candidate.open();
    for (const name of names) {
      const value = await source.get(name, signal);
      if (value !== undefined && (await copy.get(name, signal)) !== value) await copy.set(name, value, signal);
    }
    const fresh = candidate.open();
    for (const name of names) {
      if ((await fresh.get(name, signal)) !== (await source.get(name, signal))) throw copyFailed(name, candidate.kind);
    }
    return names.length;
  }

  async #leave(kind: SecretStoreKind, leaving: SecretStoreKind): Promise<void> {
    await (await this.#require(leaving)).open().erase(this.#options.signal);
    await this.#write({ kind });
  }

  #opened(kind: SecretStoreKind, moved: OpenedSecretStore['moved']): OpenedSecretStore {
    const { home, candidates, clock } = this.#options;
    const store = new FollowingSecretStore({ home, candidates, clock, kind });
    return { store, kind, moved, notes: this.#notes };
  }

  #find(kind: SecretStoreKind): SecretStoreCandidate | undefined {
    return this.#options.candidates.find(candidate => candidate.kind === kind);
  }

  #write(manifest: Omit<SecretManifest, 'version'>): Promise<void> {
    const { home, clock, signal, platform = process.platform } = this.#options;
    return writeManifest(home, manifest, { clock, signal, platform });
  }
}

const PLACES: Readonly<Record<SecretStoreKind, string>> = {
  'safe-storage': "The desktop app's store of the secrets",
  keychain: "This computer's keychain, which protects the secrets,",
  'encrypted-file': 'The encrypted file with the secrets',
  'plain-file': 'The unencrypted file with the secrets',
};

const REMEDIES: Readonly<Record<SecretStoreKind, string>> = {
  'safe-storage': 'Use the desktop app of this home, or have it move the secrets.',
  keychain: 'Unlock the keychain in a desktop session of this user, and start again.',
  'encrypted-file': 'Give this user access to the home folder and its key.',
  'plain-file': 'Give this user access to the home folder.',
};

/** For a program that has no such candidate at all. */
const ELSEWHERE: Readonly<Record<SecretStoreKind, string>> = {
  ...REMEDIES,
  'safe-storage': 'Start the desktop app with this home; this command then works through it.',
  keychain: 'Move them to where both programs can read them: gatehouse secret move encrypted-file.',
};

function newPlaceRemedy(kind: SecretStoreKind, candidate: SecretStoreCandidate | undefined): string {
  if (candidate !== undefined) return 'Choose another place for the secrets.';
  if (kind === 'safe-storage') return ELSEWHERE[kind];
  return 'The desktop app keeps them in a store of its own, whose key the system protects: gatehouse secret move safe-storage.';
}

function copyFailed(name: string, kind: SecretStoreKind): GatehouseError {
  return new GatehouseError('secret_move_failed', `${name} did not read back from ${kind} as it was written.`, {
    remedy: 'Nothing was removed. Start again.',
    retryable: true,
  });
}
