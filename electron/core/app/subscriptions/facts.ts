import type { LastSwitch, TrinityBackend } from '../../../contract/index.ts';
import type { GatehouseError } from '../../platform/index.ts';
import type {
  Assignment,
  FailureEvent,
  HeadroomSample,
  HeadroomView,
  ListedSubscription,
  SharedStateStatus,
  Subscription,
} from '../../subscriptions/index.ts';
import type { KnownAgent } from './agent-registry.ts';

/** What the status is made from. */
export interface Facts {
  readonly phase: 'starting' | 'open';
  /** Why nothing works, if so. */
  readonly failure: GatehouseError | undefined;
  readonly isTryOut: boolean;
  readonly isAutomatic: boolean;
  readonly warnPct: number;
  readonly subscriptions: readonly ListedSubscription[];
  readonly removing: readonly Subscription[];
  readonly assignments: readonly Assignment[];
  readonly failures: readonly FailureEvent[];
  /** Ids of those whose token was replaced on another host. */
  readonly outdated: readonly string[];
  readonly agents: readonly KnownAgent[];
  readonly backends: readonly TrinityBackend[];
  readonly headroom: (id: string) => HeadroomView;
  readonly history: (id: string) => readonly HeadroomSample[];
  /** Undefined: this host is alone. */
  readonly shared: SharedStateStatus | undefined;
  readonly lastSwitch: LastSwitch | null;
  readonly nowMs: number;
}
