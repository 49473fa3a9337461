import type { GatewayState } from './gateway-state.ts';
import type { StateName } from './machine.ts';

interface GatewayEventBase {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly profile: string;
}

/** What the client tells the rest of the application. */
export type GatewayEvent =
  /** One step of the connection; many of them belong to one outage. */
  | (GatewayEventBase & {
      readonly type: 'gatewayTransition';
      readonly from: StateName;
      readonly to: StateName;
      /** A stable code: a kind of failure, or what happened. */
      readonly reason: string;
      readonly sentence: string;
    })
  /** What a person is shown changed. */
  | (GatewayEventBase & {
      readonly type: 'gatewayStateChanged';
      readonly from: GatewayState;
      readonly to: GatewayState;
      readonly reason: string | null;
      readonly sentence: string;
      /** How long the state before lasted. */
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
  | (GatewayEventBase & { readonly type: 'gatewayGap'; readonly expected: number; readonly received: number });

/** Takes events. Never throws, never blocks. */
export type EmitGatewayEvent = (event: GatewayEvent) => void;
