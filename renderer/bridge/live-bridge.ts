import type { Bridge } from '../../electron/contract/index.ts';

/** How the page's line to its host stands. */
export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  /** `nextAttemptAt`: milliseconds since the epoch. */
  | { readonly kind: 'lost'; readonly nextAttemptAt: number }
  | { readonly kind: 'signed-out'; readonly linkWasUsed: boolean };

/** A bridge that tells whether it holds. */
export interface LiveBridge extends Bridge {
  /** Calls back at once with the present state, then with each other one, until the returned function is called. */
  onConnection(callback: (connection: Connection) => void): () => void;
  /** Tries to connect now instead of after the back-off. Does nothing while connected. */
  reconnect(): void;
}
