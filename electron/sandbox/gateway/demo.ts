import type { Clock, Random } from '../../core/platform/index.ts';
import type { GatewayHub } from './hub.ts';
import type { SandboxPairing } from './pairing.ts';
import type { SandboxRuns } from './runs.ts';
import type { Timers } from './timers.ts';
import type { SandboxWorld } from './world.ts';

/** Lengths are drawn between these. */
const PAUSE_MS = { least: 20_000, spread: 25_000 };
const RUN_MS = { least: 3_000, spread: 8_000 };
/** One pause in so many the channel drops out for a moment. */
const CALM_PAUSES = 8;
const CHANNEL_DOWN_MS = 6_000;
/** The owner looks this often, and decides about what was there at the last look already. */
const OWNER_LOOKS_MS = 2_000;

/** What {@link playDemo} moves. */
export interface DemoOptions {
  readonly world: SandboxWorld;
  readonly runs: SandboxRuns;
  readonly hub: GatewayHub;
  readonly clock: Clock;
  readonly random: Random;
  readonly timers: Timers;
}

/** Lets something happen for a person who tries it out: runs, quota that is used up, a channel that reconnects. */
export function playDemo(options: DemoOptions): void {
  const { random, timers } = options;
  timers.after(PAUSE_MS.least + random.below(PAUSE_MS.spread), () => {
    run(options);
    if (random.below(CALM_PAUSES) === 0) dropChannel(options);
    playDemo(options);
  });
}

/** Nobody else is there to approve what a person who tries it out asks for. */
export function playOwner(options: {
  readonly pairing: SandboxPairing;
  readonly clock: Clock;
  readonly timers: Timers;
}): void {
  const { pairing, clock, timers } = options;
  timers.after(OWNER_LOOKS_MS, () => {
    const seenAt = clock.now() - OWNER_LOOKS_MS;
    for (const { requestId, requestedAt } of pairing.pending()) {
      if (requestedAt <= seenAt) pairing.approve(requestId);
    }
    playOwner(options);
  });
}

function run({ world, runs, clock, random, timers }: DemoOptions): void {
  const keys = [...world.sessions.keys()];
  const runId = runs.begin(keys[random.below(keys.length)]);
  timers.after(RUN_MS.least + random.below(RUN_MS.spread), () => {
    runs.end(runId);
    const nowMs = clock.now();
    for (const { windows } of world.usage) {
      for (const window of windows) {
        const isOver = nowMs >= window.resetAt;
        window.usedPercent = isOver ? 0 : Math.min(window.usedPercent + 1, 100);
        if (isOver) window.resetAt = nowMs + 18_000_000;
      }
    }
  });
}

function dropChannel({ world, hub, timers }: DemoOptions): void {
  const [channel] = world.channels;
  if (channel === undefined) return;
  channel.connected = false;
  channel.lastError = 'sandbox: the connection dropped';
  channel.reconnectAttempts = 1;
  hub.tellHealth();
  timers.after(CHANNEL_DOWN_MS, () => {
    channel.connected = true;
    channel.lastError = null;
    channel.reconnectAttempts = 0;
    hub.tellHealth();
  });
}
