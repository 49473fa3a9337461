import type { GatewayState } from './gateway-status.ts';
import type { GatewayTold } from './gateway-told.ts';
import type { OfflineGate } from './offline.ts';
import type { StorageCause } from './storage.ts';
import type { SubscriptionEvent } from './subscription-events.ts';
import type { TeeCause } from './tee-cause.ts';
import type { Told } from './told.ts';
import type { UpdateEvent } from './updates.ts';

/** Why another gateway is used now. The first four are what is wrong with the one before. */
export type GatewaySwitchCause =
  | 'unreachable'
  | 'refused'
  | 'stopped'
  | 'approval'
  /** This computer is offline, and the one before is elsewhere. Nothing is wrong with it. */
  | 'offline'
  /** A better one has been stable for its time. */
  | 'returned'
  /** The same of one that was not used before. */
  | 'preferred'
  | 'by-hand'
  | 'removed';

/** The steps of the connection to the gateway; several of them may be one state to a person. */
export type GatewayConnectionName =
  | 'idle'
  | 'connecting'
  | 'awaiting-challenge'
  | 'authenticating'
  | 'ready'
  | 'waiting'
  | 'pairing'
  | 'stopped';

/** Why a provider failed an agent. `cooldown`: nobody was asked, the gateway pauses the provider after earlier failures. */
export type ProviderFailureKind =
  | 'rate_limit'
  | 'billing'
  | 'auth'
  | 'overloaded'
  | 'server_error'
  | 'timeout'
  | 'model_not_found'
  | 'tls'
  | 'cooldown'
  | 'unknown';

/** How a login came in. */
export type LoginVia = 'browser' | 'pasted' | 'import';

/** What happened to the account, past tense, for the activity log and the notifications. `account` is its e-mail address,
 * or its id for one without. Times are milliseconds since the epoch. No event carries a token. */
export type AccountEvent =
  | { readonly type: 'accountSignedIn'; readonly at: number; readonly account: string; readonly via: LoginVia }
  /** `refused`: the server does not renew it any more, so that only a login helps; worth a notification. `revoked`:
   * whether the server ended the session as well. */
  | {
      readonly type: 'accountSignedOut';
      readonly at: number;
      readonly account: string;
      readonly cause: 'by-hand' | 'refused';
      readonly revoked: boolean;
    }
  /** Another process of this home signed in, out, or chose another account. Null: none is active now. */
  | { readonly type: 'accountChangedElsewhere'; readonly at: number; readonly account: string | null }
  | { readonly type: 'accountSwitched'; readonly at: number; readonly account: string }
  | { readonly type: 'accountRefreshed'; readonly at: number; readonly account: string }
  /** The first failure of an outage of the sign-in server. */
  | {
      readonly type: 'accountRefreshFailing';
      readonly at: number;
      readonly account: string;
      readonly reason: string;
      readonly told?: Told;
    }
  /** The end of an outage that `accountRefreshFailing` began. */
  | { readonly type: 'accountRefreshRecovered'; readonly at: number; readonly account: string }
  /** A login brought another relay or registry than the one before it. Hosts and address only. */
  | { readonly type: 'accountNetworkChanged'; readonly at: number; readonly from: string; readonly to: string }
  /** A login that was begun came to nothing by itself. */
  | { readonly type: 'accountLoginFailed'; readonly at: number; readonly code?: string; readonly reason: string };

interface GatewayEventBase {
  readonly at: number;
  readonly profile: string;
  /** Set when the gateway is in reserve, and another one is used. */
  readonly isStandby?: true;
}

/** What happened, past tense. Parts emit these; the status store, the activity log and notifications read them.
 * Times are milliseconds since the epoch. No event carries a secret, a prompt or an answer. */
export type DomainEvent =
  | { readonly type: 'appStarted'; readonly at: number; readonly sandbox: boolean }
  | { readonly type: 'appStopping'; readonly at: number }
  /** A person paused everything that works by itself. `until` null: until somebody ends it. */
  | { readonly type: 'paused'; readonly at: number; readonly until: number | null }
  /** The system shows no notification. Once per run. */
  | { readonly type: 'notificationFailed'; readonly at: number; readonly reason: string }
  | { readonly type: 'resumed'; readonly at: number; readonly cause: 'by-hand' | 'time' }
  /** The run before this one did not end as it should. `restarted`: the computer went down with it. */
  | {
      readonly type: 'endedUnexpectedly';
      readonly at: number;
      readonly how: 'exception' | 'vanished' | 'restarted';
      readonly reason: string | null;
    }
  | {
      readonly type: 'safeModeStarted';
      readonly at: number;
      readonly cause: 'asked' | 'crashes' | 'settings';
      readonly sentence: string;
    }
  | { readonly type: 'safeModeLeft'; readonly at: number }
  /** What is kept cannot be written. Once per outage of the disk; `path` is where it was noticed. */
  | { readonly type: 'storageFailed'; readonly at: number; readonly cause: StorageCause; readonly path: string }
  /** It can be written again. `receiptsLost`: of verified answers in between. */
  | { readonly type: 'storageRecovered'; readonly at: number; readonly since: number; readonly receiptsLost: number }
  | {
      readonly type: 'settingsSetAside';
      readonly at: number;
      readonly file: string;
      readonly reason: string;
      readonly told?: Told;
    }
  | { readonly type: 'proxyListening'; readonly at: number; readonly endpoint: string }
  /** `code`: of the error, as for the other failures. */
  | {
      readonly type: 'proxyFailed';
      readonly at: number;
      readonly code?: string;
      readonly reason: string;
      readonly told?: Told;
      readonly remedy: string | null;
    }
  | { readonly type: 'proxyStopped'; readonly at: number }
  | {
      readonly type: 'registryRead';
      readonly at: number;
      readonly listed: number;
      readonly usable: number;
      readonly skipped: number;
    }
  | {
      readonly type: 'registryFailed';
      readonly at: number;
      readonly code: string;
      readonly reason: string;
      readonly told?: Told;
    }
  /** The first failure of an outage; `registryFailed` is each of them. */
  | {
      readonly type: 'registryUnreachable';
      readonly at: number;
      readonly since: number;
      readonly code?: string;
      readonly reason: string;
      readonly told?: Told;
    }
  /** The end of an outage that `registryUnreachable` began. */
  | { readonly type: 'registryRecovered'; readonly at: number; readonly since: number }
  /** RPC endpoints list different keys; `hosts` are those that the majority, if there is one, does not agree with. */
  | {
      readonly type: 'registryDisagreement';
      readonly at: number;
      readonly hosts: readonly string[];
      readonly reason: string;
      readonly told?: Told;
    }
  | { readonly type: 'registryEmpty'; readonly at: number }
  | { readonly type: 'teeSelected'; readonly at: number; readonly teeId: string; readonly endpoint: string }
  | {
      readonly type: 'teeSwitched';
      readonly at: number;
      readonly from: string;
      readonly to: string;
      readonly cause: TeeCause;
    }
  | {
      readonly type: 'teeQuarantined';
      readonly at: number;
      readonly teeId: string;
      readonly until: number;
      readonly reason: string;
      readonly told?: Told;
    }
  /** `onProbation`: its time is over; otherwise a verified answer or a new key cleared it. */
  | { readonly type: 'teeReleased'; readonly at: number; readonly teeId: string; readonly onProbation: boolean }
  /** An answer failed although the registry lists its TEE unchanged. Nobody retries that. */
  | {
      readonly type: 'teeAlarm';
      readonly at: number;
      readonly teeId: string;
      readonly reason: string;
      readonly told?: Told;
    }
  /** `told`: why, by code; an earlier version gave the `code` of an error. */
  | {
      readonly type: 'teeRotationRefused';
      readonly at: number;
      readonly code?: string;
      readonly told?: Told;
      readonly reason: string;
    }
  | { readonly type: 'teeSelectionFailed'; readonly at: number; readonly code: string; readonly reason: string }
  | {
      readonly type: 'answerVerified';
      readonly at: number;
      readonly teeId: string;
      readonly model: string;
      readonly latencyMs: number;
      readonly stream: boolean;
    }
  | {
      readonly type: 'answerRefused';
      readonly at: number;
      readonly teeId: string;
      readonly model: string;
      readonly check: string;
    }
  | {
      readonly type: 'requestFailed';
      readonly at: number;
      readonly code: string;
      readonly status: number;
      readonly reason: string;
    }
  /** One step of the connection; many of them belong to one outage. `reason` is a stable code. */
  | (GatewayEventBase & {
      readonly type: 'gatewayTransition';
      readonly from: GatewayConnectionName;
      readonly to: GatewayConnectionName;
      readonly reason: string;
      /** What the sentence is about, as `GatewayStatus` has it. */
      readonly shown?: string | null;
      readonly sentence: string;
      readonly host?: string;
      readonly told?: GatewayTold;
    })
  /** What a person is shown changed. `afterMs`: how long the state before lasted. */
  | (GatewayEventBase & {
      readonly type: 'gatewayStateChanged';
      readonly from: GatewayState;
      readonly to: GatewayState;
      readonly reason: string | null;
      readonly sentence: string;
      readonly host?: string;
      readonly told?: GatewayTold;
      readonly afterMs: number;
    })
  /** Approval is needed, once per request. */
  | (GatewayEventBase & {
      readonly type: 'gatewayApprovalNeeded';
      readonly reason: string;
      readonly requestId: string | null;
      readonly command: string;
    })
  | (GatewayEventBase & { readonly type: 'gatewayApproved' })
  /** The gateway of the last connection was started anew since. */
  | (GatewayEventBase & { readonly type: 'gatewayRestarted'; readonly bootId: string })
  /** Events were lost; the snapshot is refreshed. */
  | (GatewayEventBase & { readonly type: 'gatewayGap'; readonly expected: number; readonly received: number })
  /** Another gateway is used from now on. `profile` is the new one. */
  | (GatewayEventBase & {
      readonly type: 'gatewaySwitched';
      readonly from: string;
      readonly to: string;
      readonly cause: GatewaySwitchCause;
      readonly sentence: string;
    })
  /** A run of an agent ended because its provider failed, once per run. The gateway's own text stays there. */
  | (GatewayEventBase & {
      readonly type: 'agentProviderFailed';
      readonly runId: string;
      readonly agentId: string | null;
      readonly sessionKey: string | null;
      readonly provider: string | null;
      readonly model: string | null;
      /** The gateway's code for it; null when it gave none. */
      readonly failoverReason: string | null;
      readonly kind: ProviderFailureKind;
      /** Until when the gateway pauses the model, when it says so. */
      readonly until: number | null;
      readonly sentence: string;
    })
  | AccountEvent
  | SubscriptionEvent
  | UpdateEvent
  /** `again`: somebody asked for it after a finished one. `network`: as chosen; null: left open. */
  | {
      readonly type: 'setupFinished';
      readonly at: number;
      readonly network: 'account' | 'own' | 'sandbox' | null;
      readonly gateway: string | null;
    }
  /** Another network is in use than at the start, without a restart. */
  | { readonly type: 'networkSwitched'; readonly at: number; readonly to: string }
  /** This computer has no way out, and these gates wait for what lies outside of it. */
  | { readonly type: 'computerOffline'; readonly at: number; readonly gates: readonly OfflineGate[] }
  /** The end of what `computerOffline` began, which is since then. */
  | { readonly type: 'computerOnline'; readonly at: number; readonly since: number }
  | { readonly type: 'settingChanged'; readonly at: number; readonly key: string }
  /** A credential was stored or deleted, by its name. */
  | { readonly type: 'secretChanged'; readonly at: number; readonly secret: string }
  | { readonly type: 'statusChanged'; readonly at: number };

/** Takes events. Never throws, never blocks. */
export type EmitEvent = (event: DomainEvent) => void;
