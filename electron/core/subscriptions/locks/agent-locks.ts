/** What the holder of an agent's lock has in hand. */
export interface Fence {
  /** Greater than that of every earlier holder: a write with a smaller one is late. */
  readonly token: bigint;
  /** False once the lock may have gone to somebody else. Ask right before what cannot be undone. */
  isHeld(): boolean;
  /** Aborts when the lock is lost. */
  readonly signal: AbortSignal;
}

/** One lock for each agent; different agents do not wait for each other. */
export interface AgentLocks {
  /**
   * Runs `fn` under the agent's lock. Throws what `fn` throws, the signal's reason when aborted while waiting,
   * `agent_busy` when the lock cannot be had in time, `shared_state_unavailable`.
   */
  withLock<Result>(agent: string, signal: AbortSignal, fn: (fence: Fence) => Promise<Result>): Promise<Result>;
}
