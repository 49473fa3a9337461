import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock, SecretStore } from '../../platform/index.ts';
import { SubscriptionsError } from '../shared/errors.ts';
import { VersionedFile } from '../shared/versioned-file.ts';
import { fingerprinter } from './fingerprint.ts';
import { nameTaken, refuseDuplicate, refuseTaken } from './refusals.ts';
import { type Repairs, repair } from './repair.ts';
import { type ListedSubscription, nameKey, type Subscription, subscriptionSchema } from './subscription.ts';
import { probableEnd, readName, readText, readToken } from './token-shape.ts';

/** Where ids come from when several hosts share one fleet: one name has one id on all of them. */
export interface SubscriptionIds {
  /** The id that the name has, `proposed` if it had none. Throws `shared_state_unavailable`. */
  claim(name: string, proposed: string, signal: AbortSignal): Promise<string>;
  /** False: another one has the new name. Throws `shared_state_unavailable`. */
  rename(from: string, to: string, id: string, signal: AbortSignal): Promise<boolean>;
}

/** For a host that is alone. */
const OWN_IDS: SubscriptionIds = { claim: async (_, proposed) => proposed, rename: async () => true };

/** Options of {@link SubscriptionVault}. */
export interface VaultOptions {
  /** The folder of the file; it must exist. */
  readonly home: string;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  /** Default: every name gets the id that was drawn for it. */
  readonly ids?: SubscriptionIds;
}

/** What {@link SubscriptionVault.add} takes. */
export interface NewSubscription {
  readonly name: string;
  readonly token: string;
  readonly tier?: string | null;
  readonly note?: string | null;
}

const FILE_NAME = 'subscriptions.json';
const contentSchema = z.object({ subscriptions: z.array(subscriptionSchema) });
type Content = z.infer<typeof contentSchema>;

/** Name in the secret store under which the token of a subscription lies. */
export function secretName(id: string): string {
  return `subscription.${id}`;
}

/**
 * The named subscriptions. Their tokens lie in the secret store; the file holds everything else. The file announces a
 * token before the store gets it and keeps the entry until the store has lost it, so that a crash between the two
 * leaves nothing that the next {@link open} could not put right. Who runs on what is not its business.
 */
export class SubscriptionVault {
  readonly #file: VersionedFile<Content>;
  readonly #secrets: SecretStore;
  readonly #clock: Clock;
  readonly #ids: SubscriptionIds;
  #fingerprint: Promise<(token: string) => string> | undefined;

  constructor({ home, secrets, clock, ids = OWN_IDS }: VaultOptions) {
    this.#file = new VersionedFile({
      path: join(home, FILE_NAME),
      schema: contentSchema,
      version: 1,
      migrations: {},
      empty: { subscriptions: [] },
      clock,
    });
    this.#secrets = secrets;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Reads the file and puts right what a crash left. Throws what the file and the secret store throw. */
  async open(signal: AbortSignal): Promise<Repairs> {
    const opened = await this.#file.open(signal);
    const before = this.#file.value.subscriptions;
    const { subscriptions, repairs } = await repair({
      subscriptions: before,
      opened,
      secrets: this.#secrets,
      fingerprint: token => this.#digest(token, signal),
      nowMs: this.#clock.now(),
      signal,
    });
    const isAsBefore = subscriptions.length === before.length && subscriptions.every((one, at) => one === before[at]);
    if (!isAsBefore) await this.#change(() => [...subscriptions], signal);
    return repairs;
  }

  /** All that are in use, by name. */
  subscriptions(): readonly Subscription[] {
    return this.#all()
      .filter(({ state }) => state === 'active')
      .sort((a, b) => (nameKey(a.name) < nameKey(b.name) ? -1 : 1));
  }

  /** Those that were removed while agents may still run on them. */
  removing(): readonly Subscription[] {
    return this.#all().filter(({ state }) => state === 'removing');
  }

  /** What {@link subscriptions} gives, and whether the secret store still has each token. */
  async list(signal: AbortSignal): Promise<readonly ListedSubscription[]> {
    const subscriptions = this.subscriptions();
    // Asked for again and again: a person without subscriptions needs no look into the secrets.
    if (subscriptions.length === 0) return [];
    const names = new Set(await this.#secrets.names(signal));
    return subscriptions.map(one => ({ ...one, hasToken: names.has(secretName(one.id)) }));
  }

  /** The one with this id, also while it is being removed. */
  byId(id: string): Subscription | undefined {
    return this.#all().find(one => one.id === id);
  }

  /** The one in use of this name or id. Throws `subscription_unknown`. */
  find(nameOrId: string): Subscription {
    const key = nameKey(nameOrId.trim());
    const found = this.subscriptions().find(({ id, name }) => id === nameOrId || nameKey(name) === key);
    if (found !== undefined) return found;
    const names = this.subscriptions().map(({ name }) => name);
    throw new SubscriptionsError('subscription_unknown', 'There is no subscription of that name.', {
      remedy: names.length === 0 ? 'Add one with `gatehouse sub add`.' : `There are: ${names.join(', ')}.`,
    });
  }

  /** Its token; undefined when the secret store has none or the subscription is not in use. */
  async token(id: string, signal: AbortSignal): Promise<string | undefined> {
    return this.byId(id)?.state === 'active' ? this.#secrets.get(secretName(id), signal) : undefined;
  }

  /**
   * Stores a new one. Throws `subscription_token_invalid`, `subscription_name_invalid`, `subscription_name_taken`,
   * `subscription_duplicate` when another one has this token.
   */
  async add(
    { name: givenName, token: givenToken, tier, note }: NewSubscription,
    signal: AbortSignal,
  ): Promise<Subscription> {
    const name = readName(givenName);
    const { token, kind } = readToken(givenToken);
    const nowMs = this.#clock.now();
    const draft: Subscription = {
      id: await this.#ids.claim(nameKey(name), randomUUID(), signal),
      name,
      kind,
      tier: readText(tier),
      note: readText(note),
      createdAtMs: nowMs,
      replacedAtMs: null,
      expiresAtMs: probableEnd(kind, nowMs),
      fingerprint: await this.#digest(token, signal),
      state: 'adding',
    };
    await this.#change(all => {
      refuseTaken(all, draft);
      return [...all, draft];
    }, signal);
    try {
      await this.#secrets.set(secretName(draft.id), token, signal);
    } catch (error) {
      await this.#drop(draft.id, new AbortController().signal);
      throw error;
    }
    return this.#edit(draft.id, one => ({ ...one, state: 'active' }), signal);
  }

  /**
   * Key rollover: gives a subscription another token. The caller tested it and brings it to the agents. Not `changed`:
   * it had this token already. Throws as {@link add}, and `subscription_unknown`.
   */
  async replace(
    nameOrId: string,
    givenToken: string,
    signal: AbortSignal,
  ): Promise<{ readonly subscription: Subscription; readonly changed: boolean }> {
    const old = this.find(nameOrId);
    const { token, kind } = readToken(givenToken);
    const fingerprint = await this.#digest(token, signal);
    const isStored = (await this.#secrets.get(secretName(old.id), signal)) === token;
    if (isStored && old.fingerprint === fingerprint) return { subscription: old, changed: false };
    refuseDuplicate(this.#all(), { ...old, fingerprint });
    // The store first: should the file not follow, the next start sees that the digest does not fit and mends it.
    await this.#secrets.set(secretName(old.id), token, signal);
    const nowMs = this.#clock.now();
    const expiresAtMs = probableEnd(kind, nowMs);
    const next = { kind, fingerprint, replacedAtMs: nowMs, expiresAtMs };
    return { subscription: await this.#edit(old.id, one => ({ ...one, ...next }), signal), changed: true };
  }

  /** Gives it another name, tier or note; what is undefined stays. Throws `subscription_unknown` and as {@link add}. */
  async describe(
    nameOrId: string,
    { name, tier, note }: { readonly name?: string; readonly tier?: string | null; readonly note?: string | null },
    signal: AbortSignal,
  ): Promise<Subscription> {
    const { id, name: former } = this.find(nameOrId);
    if (name !== undefined) await this.#rename(id, former, readName(name), signal);
    const edited = (one: Subscription): Subscription => ({
      ...one,
      ...(name === undefined ? {} : { name: readName(name) }),
      ...(tier === undefined ? {} : { tier: readText(tier) }),
      ...(note === undefined ? {} : { note: readText(note) }),
    });
    return this.#edit(id, edited, signal);
  }

  /**
   * First step of removing: from now on nobody gets it and its token is gone from the secret store. The entry stays
   * until {@link forget}. Throws `subscription_unknown`.
   */
  async retire(nameOrId: string, signal: AbortSignal): Promise<Subscription> {
    const { id } = this.find(nameOrId);
    const retired = await this.#edit(id, one => ({ ...one, state: 'removing' }), signal);
    await this.#secrets.delete(secretName(id), signal);
    return retired;
  }

  /** Last step of removing: nobody runs on it any more. False when it was forgotten already. */
  forget(id: string, signal: AbortSignal): Promise<boolean> {
    return this.#drop(id, signal);
  }

  /**
   * Gives every subscription the id that its name has on the other hosts of the fleet; `beforeChange` is called before
   * each id changes. May be repeated after it was cut off. Throws `shared_state_unavailable`.
   */
  async alignIds(beforeChange: (from: string, to: string) => Promise<void>, signal: AbortSignal): Promise<void> {
    for (const { id: old, name } of this.subscriptions()) {
      const id = await this.#ids.claim(nameKey(name), old, signal);
      if (id === old || this.byId(id) !== undefined) continue;
      await beforeChange(old, id);
      const token = await this.#secrets.get(secretName(old), signal);
      // Whichever of the two tokens a crash leaves without an entry, the next start deletes it.
      if (token !== undefined) await this.#secrets.set(secretName(id), token, signal);
      await this.#edit(old, one => ({ ...one, id }), signal);
      await this.#secrets.delete(secretName(old), signal);
    }
  }

  /** Before the file: should the file not follow, the former name is claimed anew by whoever uses it. */
  async #rename(id: string, from: string, to: string, signal: AbortSignal): Promise<void> {
    const renamed = { ...this.find(id), name: to };
    refuseTaken(
      this.#all().filter(one => one.id !== id),
      renamed,
    );
    if (!(await this.#ids.rename(nameKey(from), nameKey(to), id, signal))) throw nameTaken(to);
  }

  #all(): readonly Subscription[] {
    return this.#file.value.subscriptions;
  }

  /** The key of the digests is made when the first one is wanted: who has no subscription has nothing stored. */
  async #digest(token: string, signal: AbortSignal): Promise<string> {
    this.#fingerprint ??= fingerprinter(this.#secrets, signal).catch((error: unknown) => {
      this.#fingerprint = undefined;
      throw error;
    });
    return (await this.#fingerprint)(token);
  }

  async #edit(id: string, edit: (one: Subscription) => Subscription, signal: AbortSignal): Promise<Subscription> {
    return this.#file.update(({ subscriptions: all }) => {
      const old = all.find(one => one.id === id);
      if (old === undefined) {
        throw new SubscriptionsError('subscription_unknown', 'The subscription was removed meanwhile.', {
          remedy: 'List the subscriptions and try again.',
        });
      }
      const edited = edit(old);
      refuseTaken(
        all.filter(one => one.id !== id),
        edited,
      );
      return { value: { subscriptions: all.map(one => (one.id === id ? edited : one)) }, result: edited };
    }, signal);
  }

  #drop(id: string, signal: AbortSignal): Promise<boolean> {
    return this.#file.update(value => {
      const subscriptions = value.subscriptions.filter(one => one.id !== id);
      const isGone = subscriptions.length < value.subscriptions.length;
      return { value: isGone ? { subscriptions } : value, result: isGone };
    }, signal);
  }

  #change(edit: (all: Subscription[]) => Subscription[], signal: AbortSignal): Promise<void> {
    return this.#file.update(
      ({ subscriptions }) => ({ value: { subscriptions: edit(subscriptions) }, result: undefined }),
      signal,
    );
  }
}
