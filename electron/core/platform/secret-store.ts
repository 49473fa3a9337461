import type { Told } from '../../contract/index.ts';
import type { SecretStoreKind } from './secret-kinds.ts';

/**
 * Where credentials live. Values are text without line breaks; names are lower-case dotted words ("relay.token").
 * Every adapter tells the redactor of each value it hands out or takes in.
 */
export interface SecretStore {
  /** The value, or undefined when there is none. Throws `secret_store_unreadable`. */
  get(name: string, signal: AbortSignal): Promise<string | undefined>;
  /** Creates or replaces. Throws `secret_store_unwritable`, `secret_invalid`. */
  set(name: string, value: string, signal: AbortSignal): Promise<void>;
  /** True when there was one. Throws `secret_store_unwritable`. */
  delete(name: string, signal: AbortSignal): Promise<boolean>;
  /** The names, sorted. Never values. */
  names(signal: AbortSignal): Promise<readonly string[]>;
  /** One line for `status`: where the secrets are and how well they are protected. */
  readonly description: string;
  /** What that line says, for languages that make their own. */
  readonly told?: Told | undefined;
  /** What kind of place that is; undefined where only one is possible. */
  readonly kind?: SecretStoreKind;
}

/** A store that can be left for another one. */
export interface MovableSecretStore extends SecretStore {
  /** Whether anything was ever stored here. */
  exists(): Promise<boolean>;
  /** Removes every value together with what protects them. Throws `secret_store_unwritable`. */
  erase(signal: AbortSignal): Promise<void>;
}
