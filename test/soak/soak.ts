import type { DomainEvent } from '../../electron/contract/index.ts';
import { type Logger, SystemClock, sleep } from '../../electron/core/platform/index.ts';
import { type Sandbox, startSandbox } from '../../electron/sandbox/index.ts';
import type { Asked } from './answer-check.ts';
import { Client } from './client.ts';
import { createPolicy, type Policy, type PolicyName } from './policies.ts';
import { startProduct } from './product.ts';
import { Rotations } from './rotations.ts';
import { type Latencies, Tally } from './tally.ts';

/** Options of {@link runSoak}. */
export interface SoakOptions {
  readonly policy: PolicyName;
  /** How long requests arrive. */
  readonly seconds: number;
  readonly requestsPerSecond: number;
  readonly rotateEverySeconds: number;
  /** Default 12: enough that there is always one that never failed. */
  readonly enclaves?: number;
  /** Told of everything that the policy emits. */
  readonly emit?: (event: DomainEvent) => void;
  readonly logger: Logger;
}

/** What a soak came to. */
export interface SoakResult {
  readonly policy: PolicyName;
  readonly seconds: number;
  readonly requests: number;
  readonly failed: number;
  /** Bytes of answers given out that an independent check does not bear out. */
  readonly unverifiedBytes: number;
  readonly rotations: Readonly<Record<string, number>>;
  readonly switches: Readonly<Record<string, number>>;
  readonly latency: Latencies;
  readonly retried: number;
  /** Why requests failed, and how often. */
  readonly reasons: Readonly<Record<string, number>>;
}

/** Every round leaves one TEE under suspicion that is well again, and takes two others away for a while. */
const ENCLAVES = 12;
/** The sandbox's pause after each word of a count. */
const WORD_MS = 20;
/** Long streams take this part of the time between two rotations: each rotation meets some, and none meets two. */
const LONG_SHARE = 0.4;

/**
 * Lets requests arrive at the product evenly, whatever becomes of the ones before, while something happens to the TEE in
 * use every few seconds. Everything is real and in this process: registry, enclaves, relay, the product's proxy.
 */
export async function runSoak(options: SoakOptions): Promise<SoakResult> {
  const { signal } = new AbortController();
  const clock = new SystemClock();
  const { policy: name, enclaves: enclaveCount = ENCLAVES } = options;
  const sandbox = await startSandbox({ seed: `soak-${name}`, clock, enclaveCount, signal });
  try {
    const policy = createPolicy(name, sandbox, event => options.emit?.(event));
    await policy.start(signal);
    try {
      return await soak(options, sandbox, policy, clock);
    } finally {
      await policy.stop();
    }
  } finally {
    await sandbox.stop();
  }
}

async function soak(options: SoakOptions, sandbox: Sandbox, policy: Policy, clock: SystemClock): Promise<SoakResult> {
  const { seconds, requestsPerSecond, rotateEverySeconds } = options;
  const { signal } = new AbortController();
  const { logger, emit = () => undefined } = options;
  const product = await startProduct(sandbox, policy.tees, { logger, emit });
  const client = new Client(product.endpoint);
  const rotations = new Rotations({ sandbox, current: policy.current, rotate: policy.rotate });
  const tally = new Tally();
  const underWay = new Set<Promise<void>>();
  const longCount = Math.ceil((rotateEverySeconds * 1_000 * LONG_SHARE) / WORD_MS);
  const startedMs = clock.monotonicMs();
  const until = (ms: number): Promise<void> => sleep(clock, Math.max(0, startedMs + ms - clock.monotonicMs()), signal);

  const arrive = async (): Promise<void> => {
    for (let number = 0; number < seconds * requestsPerSecond; number += 1) {
      await until((number * 1_000) / requestsPerSecond);
      const asked = question(number, longCount);
      const done = client.ask(asked).then(reply => tally.add(asked, reply, teeId => rotations.enclaveOf(teeId)));
      underWay.add(done);
      void done.finally(() => underWay.delete(done));
    }
  };
  const rotate = async (): Promise<void> => {
    for (let atMs = rotateEverySeconds * 1_000; atMs < seconds * 1_000; atMs += rotateEverySeconds * 1_000) {
      await until(atMs);
      await rotations.next();
      // On a busy machine, too, no request meets two: first end those that met this one, and with them everybody knows
      // of it, then those that began meanwhile.
      await Promise.all(underWay);
      await Promise.all(underWay);
    }
  };
  try {
    await Promise.all([arrive(), rotate()]);
    await Promise.all(underWay);
  } finally {
    await client.close();
    await product.stop();
  }
  const { requests, failed, unverifiedBytes, retried, reasons } = tally;
  const { switches } = policy;
  const latency = tally.latency();
  return {
    policy: options.policy,
    seconds,
    requests,
    failed,
    unverifiedBytes,
    rotations: rotations.counts,
    switches,
    latency,
    retried,
    reasons,
  };
}

/** Whole answers and streams in turn, some of the streams long. */
function question(number: number, countTo: number): Asked {
  if (number % 25 === 24) return { prompt: `No. ${number}: count to ${countTo}`, stream: true, countTo };
  return { prompt: `This is request ${number}.`, stream: number % 2 === 1, countTo: undefined };
}
