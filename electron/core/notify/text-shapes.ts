import type { GatewaySwitchCause, ProviderFailureKind, StorageCause, TeeCause } from '../../contract/index.ts';

/** The words of a notice before they are cut: as many of the sentences are shown as fit. */
export interface Words {
  readonly title: string;
  readonly body: readonly string[];
}

/** Why an agent was moved, as far as a person cares. */
export type MoveReason =
  | 'limit-5h'
  | 'limit-7d'
  | 'limit'
  | 'before-limit'
  | 'token'
  | 'no-subscription'
  | 'by-hand'
  | 'elsewhere'
  | 'returned';

/** What a move cost. */
export type MoveCost =
  | { readonly kind: 'kept'; readonly jobs: number }
  | { readonly kind: 'restarted' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'pending' };

/** Labels of the buttons. */
export interface NoticeActions {
  readonly copyCommand: string;
  readonly open: string;
  readonly showWhy: string;
  readonly showTees: string;
  readonly checkRegistry: string;
  readonly signIn: string;
  readonly replaceToken: string;
  readonly rotate: string;
  readonly resume: string;
  readonly download: string;
  readonly restart: string;
}

/** Everything that notices say in one language. Names come in cut, times as `timeOfDay` and `lasting` write them. */
export interface NoticeTexts {
  /** A time of the day, local, as the region of the system writes it. */
  readonly timeOfDay: (atMs: number) => string;
  readonly actions: NoticeActions;
  /** Of what a click could not do. */
  readonly command: { readonly failed: string; readonly unchanged: string; readonly updates: string };
  approval(gateway: string): Words;
  gatewayLost(lost: { readonly gateway: string; readonly lasting: string; readonly isRestWell: boolean }): Words;
  gatewayBack(back: { readonly gateway: string; readonly lasting: string | null }): Words;
  gatewayRefused(gateway: string): Words;
  gatewayStopped(gateway: string): Words;
  gatewayLimited(limited: { readonly gateway: string; readonly scopes: readonly string[] }): Words;
  gatewaySwitched(change: {
    readonly from: string;
    readonly to: string;
    readonly cause: GatewaySwitchCause;
    /** What the new one holds; null when it has not told. */
    readonly carried: { readonly channels: number; readonly sessions: number } | null;
  }): Words;
  /** `sentence` is the core's own, in English. */
  agentFailed(failed: {
    readonly agent: string | null;
    readonly provider: string | null;
    readonly kind: ProviderFailureKind;
    readonly sentence: string;
  }): Words;
  teeSwitched(change: { readonly from: string; readonly to: string; readonly cause: TeeCause }): Words;
  /** `listed` null: the registry was not read; `sentence` then says why there is none. */
  inferenceShut(shut: { readonly listed: number | null; readonly sentence: string }): Words;
  inferenceShutInPause(): Words;
  disagreement(hosts: readonly string[]): Words;
  /** `check` null: it is not known which. */
  proofFailed(failed: { readonly tee: string; readonly check: string | null }): Words;
  chainAway(away: { readonly lasting: string; readonly tee: string | null }): Words;
  signedOut(): Words;
  settingsDamaged(): Words;
  storage(trouble: { readonly cause: StorageCause; readonly path: string }): Words;
  endpointShut(shut: {
    readonly code?: string | undefined;
    readonly reason: string;
    readonly remedy: string | null;
  }): Words;
  moved(move: {
    readonly agent: string;
    readonly from: string | null;
    readonly to: string;
    readonly reason: MoveReason;
    readonly cost: MoveCost;
  }): Words;
  /** Null where they differ. */
  movedMany(moves: {
    readonly count: number;
    readonly from: string | null;
    readonly to: string | null;
    readonly destinations: number;
    readonly reason: MoveReason | null;
  }): Words;
  rolloutFailed(rollout: {
    readonly failed: number;
    readonly count: number;
    readonly subscription: string | null;
  }): Words;
  rolloutDone(rollout: {
    readonly action: 'replaced' | 'removed' | 'rotated';
    readonly count: number;
    readonly subscription: string | null;
  }): Words;
  /** `to` null: they went to several. `waiting`: agents that are still on it. */
  tokenRefused(refused: {
    readonly subscription: string;
    readonly moved: number;
    readonly to: string | null;
    readonly waiting: number;
  }): Words;
  noneUsable(none: {
    readonly total: number;
    readonly first: { readonly name: string; readonly time: string } | null;
    readonly waiting: number;
  }): Words;
  /** One agent has nothing to move to, though others could work. */
  nothingFor(agent: { readonly agent: string; readonly subscription: string; readonly time: string | null }): Words;
  subscriptionsShut(reason: string): Words;
  subscriptionsDamaged(): Words;
  updateFound(update: { readonly version: string; readonly running: string }): Words;
  updateReady(update: { readonly version: string; readonly installsAtQuit: boolean }): Words;
  updateInstalled(update: { readonly from: string; readonly to: string }): Words;
  safeMode(cause: 'crashes' | 'settings'): Words;
  offline(): Words;
  /** The state that several hosts share. */
  sharedStateAway(): Words;
}
