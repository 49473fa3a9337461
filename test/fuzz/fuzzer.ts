import { getEventListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { UsedGateway } from '../../electron/contract/index.ts';
import { GatewayClient, type GatewayEvent, type GatewayFrameEvent } from '../../electron/core/gateway/index.ts';
import { type SecretStore, SystemRandom } from '../../electron/core/platform/index.ts';
import { silentLogger } from '../helpers/silent-logger.ts';
import { VirtualClock } from '../helpers/virtual-clock.ts';
import { hostileSteps, type Step } from './frames.ts';
import { FuzzPeer, type Greeting } from './peer.ts';

/** Steps between two checks; nearly all of them are frames. */
const BATCH = 2_000;
/** What may be left over at the end beyond the beginning: less than seven bytes for each of a million frames. */
const MOST_GROWTH_BYTES = 6_291_456;
/** The longest pause that the client's table of failures knows is 15 minutes. */
const MOST_WAIT_MS = 1_800_000;
const LOOK_MS = 20_000;

/** What a fuzzing run found. */
export interface FuzzReport {
  readonly frames: number;
  readonly batches: number;
  /** How often the client was let in by the hostile gateway, and by the well-behaved one. */
  readonly hostileHellos: number;
  readonly recoveries: number;
  /** Each as often as it was entered. */
  readonly states: Readonly<Record<string, number>>;
  /** Bytes in use after a collection: at the end of the first fifth, and at the end. */
  readonly heapBytes: { readonly early: number; readonly late: number };
}

/** Options of {@link fuzzGateway}. */
export interface FuzzOptions {
  readonly frames: number;
  readonly seed: number;
  /** The application that hears the gateway's events. Default: one that forgets them. */
  readonly onEvent?: (event: GatewayFrameEvent) => void;
  /** Told after each batch. */
  readonly onBatch?: (framesSoFar: number) => void;
}

/**
 * Shows hostile frames to one client that lives through all of them. After each batch it has to reach `ready` with a
 * well-behaved gateway, and to leave nothing behind when it stops. Throws an error that names the seed of the batch.
 */
export async function fuzzGateway({
  frames,
  seed,
  onEvent = () => undefined,
  onBatch,
}: FuzzOptions): Promise<FuzzReport> {
  const gc = collector();
  const bench = new FuzzBench(onEvent);
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', onRejection);
  let early = 0;
  let batches = 0;
  try {
    for (; bench.report.frames < frames; batches += 1) {
      const batchSeed = seed + batches;
      try {
        await bench.run(hostileSteps(batchSeed, BATCH));
        if (rejections.length > 0) throw new Error('a rejection that nobody handled', { cause: rejections[0] });
      } catch (cause) {
        throw new Error(`seed ${batchSeed} (--frames 1 --seed ${batchSeed})`, { cause });
      }
      if (early === 0 && bench.report.frames >= frames / 5) early = gc();
      onBatch?.(bench.report.frames);
    }
  } finally {
    process.off('unhandledRejection', onRejection);
  }
  const late = gc();
  if (late - early > MOST_GROWTH_BYTES) throw new Error(`memory grew from ${early} to ${late} bytes`);
  return { ...bench.report, batches, heapBytes: { early, late } };
}

/** How far the hostile gateway plays along: every state is to hear its nonsense, the connected one most of all. */
const GREETINGS: readonly Greeting[] = ['none', 'challenge', 'hello', 'hello', 'hello'];

/** One client, one peer, one clock, for the whole run. */
class FuzzBench {
  readonly #clock = new VirtualClock();
  readonly #peer = new FuzzPeer();
  readonly #client: GatewayClient;
  readonly #life = new AbortController();
  readonly #states: Record<string, number> = {};
  #state = 'idle';
  #frames = 0;
  #asked = 0;
  #hostileHellos = 0;
  #recoveries = 0;

  constructor(onEvent: (event: GatewayFrameEvent) => void) {
    this.#client = new GatewayClient({
      profile: { name: 'fuzz', url: 'ws://127.0.0.1:1' },
      credentials: async () => ({ token: 'shared' }),
      secrets: memorySecrets(),
      clock: this.#clock,
      random: new SystemRandom(),
      logger: silentLogger,
      emit: event => this.#notice(event),
      onEvent,
      client: { version: '0.1.0', platform: 'linux', displayName: 'Fuzz' },
      openSocket: this.#peer.open,
    });
  }

  get report(): Omit<FuzzReport, 'batches' | 'heapBytes'> {
    return {
      frames: this.#frames,
      hostileHellos: this.#hostileHellos,
      recoveries: this.#recoveries,
      states: { ...this.#states },
    };
  }

  async run(steps: readonly Step[]): Promise<void> {
    this.#peer.isGood = false;
    this.#client.start(this.#life.signal);
    for (const [index, step] of steps.entries()) {
      if (!this.#peer.isConnected) await this.#connect(GREETINGS[index % GREETINGS.length] ?? 'none');
      await this.#do(step);
    }
    await this.#recover();
    await this.#stop();
  }

  async #do(step: Step): Promise<void> {
    switch (step.kind) {
      case 'frame':
        this.#frames += 1;
        this.#peer.say(step.text);
        await Promise.resolve();
        break;
      case 'end':
        this.#peer.end(step.code, step.reason);
        await Promise.resolve();
        break;
      case 'advance':
        await this.#clock.advance(step.ms);
        break;
      case 'ask':
        this.#ask(step.isAborted);
        break;
      case 'nudge':
        this.#client.networkUp();
        break;
    }
  }

  /** A refusal is an answer; what the application must never see is silence for ever or a throw out of nowhere. */
  #ask(isAborted: boolean): void {
    // What the window and the command line are shown is of the contract, whatever the gateway said.
    UsedGateway.parse({ ...this.#client.snapshot(), details: this.#client.details() });
    const giveUp = new AbortController();
    this.#asked += 1;
    const settled = (): void => void (this.#asked -= 1);
    this.#client.request('status', {}, { signal: giveUp.signal }).then(settled, settled);
    if (isAborted) giveUp.abort();
  }

  async #connect(greeting: Greeting): Promise<void> {
    this.#client.reconnect();
    for (let turn = 0; turn < 200 && !this.#peer.isConnected; turn += 1) await Promise.resolve();
    if (!this.#peer.isConnected) await this.#clock.advance(0);
    if (!this.#peer.isConnected) throw new Error(`no socket was opened in the state ${this.#state}`);
    if (greeting === 'none') return;
    await this.#peer.greet(greeting);
    await Promise.resolve();
    if (this.#state === 'ready') this.#hostileHellos += 1;
  }

  /** By itself wherever the client tries again by itself; from a final refusal by a person who asks. */
  async #recover(): Promise<void> {
    this.#peer.isGood = true;
    const before = this.#peer.welcomed;
    if (this.#state === 'stopped') this.#client.reconnect();
    for (let waitedMs = 0; waitedMs < MOST_WAIT_MS; waitedMs += LOOK_MS) {
      await this.#clock.advance(LOOK_MS);
      // What the hostile gateway said last may have been final, and heard only now.
      if (this.#state === 'stopped') this.#client.reconnect();
      if (this.#peer.welcomed > before && this.#state === 'ready') {
        this.#recoveries += 1;
        return;
      }
    }
    throw new Error(`stuck in the state ${this.#state}`);
  }

  async #stop(): Promise<void> {
    const stopped = this.#client.stop();
    await this.#clock.advance(2_000);
    await stopped;
    const timers = this.#clock.pending;
    const listeners = getEventListeners(this.#life.signal, 'abort').length;
    if (this.#asked > 0) throw new Error(`${this.#asked} requests were never answered`);
    if (timers + listeners > 0) throw new Error(`${timers} timers and ${listeners} listeners are left over`);
    if (this.#state !== 'idle') throw new Error(`stopped, and yet in the state ${this.#state}`);
  }

  #notice(event: GatewayEvent): void {
    if (event.type !== 'gatewayTransition') return;
    this.#state = event.to;
    this.#states[event.to] = (this.#states[event.to] ?? 0) + 1;
  }
}

function memorySecrets(): SecretStore {
  const values = new Map<string, string>();
  return {
    description: 'in memory',
    get: async name => values.get(name),
    set: async (name, value) => void values.set(name, value),
    delete: async name => values.delete(name),
    names: async () => [...values.keys()],
  };
}

/** Collects garbage and tells what is left, without a flag on the command line. */
function collector(): () => number {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  return () => {
    gc();
    gc();
    return process.memoryUsage().heapUsed;
  };
}
