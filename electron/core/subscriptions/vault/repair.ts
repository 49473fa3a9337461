import type { SecretStore } from '../../platform/index.ts';
import type { OpenedFile } from '../shared/versioned-file.ts';
import type { Subscription } from './subscription.ts';
import { probableEnd, readToken } from './token-shape.ts';

/** What opening the vault found and put right. */
export interface Repairs {
  /** A damaged file that was moved away; what could be had again without it is in `recovered`. */
  readonly setAside: OpenedFile['setAside'];
  /** Names given to tokens whose entry was lost with the file. */
  readonly recovered: readonly string[];
  /** Names of subscriptions whose adding was cut off; they are gone. */
  readonly abandoned: readonly string[];
  /** Names of subscriptions that the secret store has no token for. */
  readonly tokenMissing: readonly string[];
  /** Ids of subscriptions whose token was replaced just before a crash: bring it to their agents. */
  readonly replaced: readonly string[];
  /** How many tokens without an entry were deleted. */
  readonly orphans: number;
}

const PREFIX = 'subscription.';

/** Compares the entries with the secret store. Deletes a token only when the file that would name it was read whole. */
export async function repair(input: {
  readonly subscriptions: readonly Subscription[];
  readonly opened: OpenedFile;
  readonly secrets: SecretStore;
  readonly fingerprint: (token: string) => Promise<string>;
  readonly nowMs: number;
  readonly signal: AbortSignal;
}): Promise<{ readonly subscriptions: readonly Subscription[]; readonly repairs: Repairs }> {
  const { opened, secrets, fingerprint, nowMs, signal } = input;
  const names = (await secrets.names(signal)).filter(name => name.startsWith(PREFIX));
  const ids = new Set(names.map(name => name.slice(PREFIX.length)));
  const kept: Subscription[] = [];
  const recovered: string[] = [];
  const abandoned: string[] = [];
  const tokenMissing: string[] = [];
  const replaced: string[] = [];
  for (const one of input.subscriptions) {
    if (one.state !== 'active' && ids.has(one.id)) await secrets.delete(PREFIX + one.id, signal);
    if (one.state === 'adding') {
      abandoned.push(one.name);
      continue;
    }
    const token = one.state === 'active' ? await secrets.get(PREFIX + one.id, signal) : undefined;
    if (one.state === 'active' && token === undefined) tokenMissing.push(one.name);
    const digest = token === undefined ? one.fingerprint : await fingerprint(token);
    if (digest !== one.fingerprint) replaced.push(one.id);
    kept.push(digest === one.fingerprint ? one : { ...one, fingerprint: digest, replacedAtMs: nowMs });
  }
  let orphans = 0;
  for (const id of ids) {
    if (input.subscriptions.some(one => one.id === id)) continue;
    const token = opened.existed ? undefined : await secrets.get(PREFIX + id, signal);
    const entry = token === undefined ? undefined : await recover(id, token, fingerprint, nowMs);
    if (entry !== undefined) {
      kept.push(entry);
      recovered.push(entry.name);
    } else if (opened.existed) {
      await secrets.delete(PREFIX + id, signal);
      orphans += 1;
    }
  }
  return {
    subscriptions: kept,
    repairs: { setAside: opened.setAside, recovered, abandoned, tokenMissing, replaced, orphans },
  };
}

/** An entry for a token that outlived the file; its name can only be guessed. */
async function recover(
  id: string,
  token: string,
  fingerprint: (token: string) => Promise<string>,
  nowMs: number,
): Promise<Subscription | undefined> {
  try {
    const { kind } = readToken(token);
    return {
      id,
      name: `recovered-${id.slice(0, 8)}`,
      kind,
      tier: null,
      note: 'Its entry was lost; the token was still in the secret store.',
      createdAtMs: nowMs,
      replacedAtMs: null,
      expiresAtMs: probableEnd(kind, nowMs),
      fingerprint: await fingerprint(token),
      state: 'active',
    };
  } catch {
    return undefined;
  }
}
