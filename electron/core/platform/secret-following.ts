import { join } from 'node:path';
import type { Told } from '../../contract/index.ts';
import type { Clock } from './clock.ts';
import { GatehouseError } from './errors.ts';
import type { SecretStoreCandidate } from './secret-candidates.ts';
import type { SecretStoreKind } from './secret-kinds.ts';
import { withSecretLock } from './secret-lock.ts';
import { KeptManifest } from './secret-manifest.ts';
import type { SecretStore } from './secret-store.ts';

/** In the home folder; held while secrets are moved or changed. */
export const SECRET_STORE_LOCK = 'secret-store.lock';

/** Options of {@link FollowingSecretStore}. */
export interface FollowingSecretStoreOptions {
  readonly home: string;
  readonly candidates: readonly SecretStoreCandidate[];
  readonly clock: Clock;
  /** Where the secrets are as far as is known. One of `candidates`. */
  readonly kind: SecretStoreKind;
}

interface Place {
  readonly kind: SecretStoreKind;
  readonly store: SecretStore;
}

/**
 * The secrets of a home, wherever they are: another process may move them while this one runs, so that each call looks at
 * the manifest first. A change waits for a move to end, or it could be made to what has been copied already.
 */
export class FollowingSecretStore implements SecretStore {
  readonly #options: FollowingSecretStoreOptions;
  readonly #manifest: KeptManifest;
  #place: Place;
  /** Changes of this process queue here, not at the lock, which can only be asked again and again. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: FollowingSecretStoreOptions) {
    this.#options = options;
    this.#manifest = new KeptManifest(options.home);
    this.#place = this.#open(options.kind);
  }

  get description(): string {
    return this.#place.store.description;
  }

  get told(): Told | undefined {
    return this.#place.store.told;
  }

  get kind(): SecretStoreKind {
    return this.#place.kind;
  }

  async get(name: string, signal: AbortSignal): Promise<string | undefined> {
    return this.#reading(store => store.get(name, signal));
  }

  async names(signal: AbortSignal): Promise<readonly string[]> {
    return this.#reading(store => store.names(signal));
  }

  set(name: string, value: string, signal: AbortSignal): Promise<void> {
    return this.#changing(signal, store => store.set(name, value, signal));
  }

  delete(name: string, signal: AbortSignal): Promise<boolean> {
    return this.#changing(signal, store => store.delete(name, signal));
  }

  /** Reads again when the secrets were moved away during the first reading. */
  async #reading<T>(read: (store: SecretStore) => Promise<T>): Promise<T> {
    const place = await this.#current();
    const result = await read(place.store).then(
      value => ({ value }),
      (error: unknown) => ({ error }),
    );
    const after = await this.#current();
    if (after !== place) return read(after.store);
    if ('error' in result) throw result.error;
    return result.value;
  }

  #changing<T>(signal: AbortSignal, change: (store: SecretStore) => Promise<T>): Promise<T> {
    const { home, clock } = this.#options;
    const run = (): Promise<T> =>
      withSecretLock(join(home, SECRET_STORE_LOCK), { clock, signal }, async () =>
        change((await this.#current()).store),
      );
    const result = this.#queue.then(run, run);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #current(): Promise<Place> {
    const kind = (await this.#manifest.read())?.kind ?? this.#place.kind;
    if (kind !== this.#place.kind) this.#place = this.#open(kind);
    return this.#place;
  }

  #open(kind: SecretStoreKind): Place {
    const store = this.#options.candidates.find(candidate => candidate.kind === kind)?.open();
    if (store !== undefined) return { kind, store };
    throw new GatehouseError(
      'secret_store_unavailable',
      'The secrets were moved to where this program cannot read them.',
      {
        remedy: 'Move them to where all programs can: gatehouse secret move encrypted-file.',
        details: { kind },
      },
    );
  }
}
