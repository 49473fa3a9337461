/** Where the gateway's process stands. */
export type GatewayLife = 'down' | 'starting' | 'running' | 'draining';

/** As in `gateway.suspension` events. */
export type SuspensionPhase = 'accepting' | 'preparing' | 'draining' | 'prepared';

/** What changes with every start of the gateway. */
export interface GatewayState {
  life: GatewayLife;
  suspension: SuspensionPhase;
  bootId: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  port: number;
}
