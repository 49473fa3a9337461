import { type AccountStatus, type AccountSummary, remedyOf } from '../../contract/index.ts';
import type { AccountNetwork } from './bundle.ts';
import type { Failing } from './failing.ts';
import type { AccountRecord } from './record.ts';

/** What the status is made of. */
export interface AccountFacts {
  readonly active: AccountRecord | undefined;
  readonly all: readonly AccountRecord[];
  readonly since: number;
  /** Why renewing fails; undefined when it does not. */
  readonly failing: Failing | undefined;
  readonly nextRefreshAt: number | null;
}

export function summaryOf({ id, user, tokens }: AccountRecord): AccountSummary {
  return {
    id,
    email: user.email,
    isAnonymous: user.isAnonymous,
    signedIn: tokens !== null,
    expiresAt: tokens?.expiresAt ?? null,
  };
}

/** What the account is called to its person. */
export function labelOf({ id, user }: Pick<AccountRecord, 'id' | 'user'>): string {
  return user.email ?? (user.isAnonymous ? `anonymous account ${id}` : `account ${id}`);
}

/** Relay, chain and contract in one line, without paths or credentials. */
export function networkText({ relayUrl, rpcUrl, registryAddress }: AccountNetwork): string {
  return [new URL(relayUrl).host, rpcUrl === null ? null : new URL(rpcUrl).host, registryAddress]
    .filter(part => part !== null)
    .join(', ');
}

/** The status at `nowMs`. */
export function statusOf(facts: AccountFacts, nowMs: number): AccountStatus {
  const { active, all, since, nextRefreshAt } = facts;
  return {
    ...judge(facts, nowMs),
    since,
    active: active === undefined ? null : summaryOf(active),
    accounts: all.map(summaryOf),
    network:
      active === undefined
        ? null
        : {
            relay: new URL(active.network.relayUrl).host,
            rpc: active.network.rpcUrl === null ? null : new URL(active.network.rpcUrl).host,
            registryAddress: active.network.registryAddress,
          },
    nextRefreshAt,
  };
}

type Judgement = Pick<AccountStatus, 'health' | 'state' | 'sentence' | 'told' | 'remedy' | 'usable'>;

function judge({ active, all, failing }: AccountFacts, nowMs: number): Judgement {
  if (active === undefined) {
    const hint = all.length === 0 ? 'Run: gatehouse login.' : 'Choose one: gatehouse account use, or gatehouse login.';
    return {
      health: 'needs-you',
      state: all.length === 0 ? 'none' : 'signed-out',
      sentence: 'Nobody is signed in.',
      told: { code: 'account_none' },
      remedy: { ...remedyOf('sign_in', hint), command: 'login' },
      usable: false,
    };
  }
  const label = labelOf(active);
  if (active.tokens === null) {
    return {
      health: 'needs-you',
      state: 'signed-out',
      sentence: `${label} was signed out.`,
      told: { code: 'account_signed_out', name: label },
      remedy: { ...remedyOf('sign_in_again', 'Sign in again: gatehouse login.'), command: 'login' },
      usable: false,
    };
  }
  const { expiresAt } = active.tokens;
  const usable = expiresAt === null || nowMs < expiresAt;
  if (failing === undefined) {
    return {
      health: 'well',
      state: 'signed-in',
      sentence: `Signed in as ${label}.`,
      told: { code: 'account_signed_in', name: label },
      remedy: null,
      usable,
    };
  }
  return {
    health: usable ? 'working' : 'broken',
    state: 'renewing-fails',
    sentence: `The login of ${label} cannot be renewed: ${failing.reason}.`,
    told: { code: 'account_renewing_fails', name: label, of: failing.told },
    remedy: remedyOf('renewal_is_retried', 'It is tried again by itself. Check the network if it goes on.'),
    usable,
  };
}
