import { type Clock, GatehouseError, type Random, type SecretScrubber } from '../../platform/index.ts';
import type { TurnFailure } from '../turn-failure.ts';
import { Job, type JobFacts } from './job.ts';
import type { LiveCredential } from './live-credential.ts';
import { scrubberFor } from './secret-values.ts';

/** A job that the provider turned away, for whoever decides about rotation. */
export interface JobFailure {
  readonly agent: string;
  readonly jobId: string;
  readonly failure: TurnFailure;
  /** Of the credential that the job actually ran on, which may not be the live one any more. */
  readonly generation: number | null;
  readonly subscription: string | null;
}

/** Options of {@link Jobs}. */
export interface JobsOptions {
  readonly agent: string;
  readonly folder: string;
  readonly credential: LiveCredential;
  readonly clock: Clock;
  readonly random: Random;
  readonly scrubber: SecretScrubber;
  /** Called once for each job that failed by itself. */
  readonly onFailure: (failure: JobFailure) => void;
  /** Awaited before a job takes the credential that is live then. */
  readonly beforeJob?: (() => Promise<void>) | undefined;
}

/** What a caller wants to run. */
export interface JobRequest {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly input: string;
}

const MAX_RUNNING = 64;
const MAX_ENDED = 100;

/** The jobs of one agent: those that run, and the last hundred that ended. */
export class Jobs {
  readonly #options: JobsOptions;
  readonly #jobs = new Map<string, Job>();
  #starting = 0;
  #consecutiveFailures = 0;
  #lastAt: number | null = null;
  #isClosed = false;

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** Starts a job on the credential that is live now. Throws `too_many_jobs`, `agent_stopping`, `program_argument_invalid`. */
  async run({ command, env, input }: JobRequest): Promise<Job> {
    const { credential, folder, clock, random, scrubber } = this.#options;
    if (this.running().length + this.#starting >= MAX_RUNNING) {
      throw new GatehouseError('too_many_jobs', `The agent runs ${MAX_RUNNING} jobs already.`, {
        remedy: 'Wait until one ends, or stop one.',
        retryable: true,
      });
    }
    this.#starting += 1;
    try {
      await this.#options.beforeJob?.();
      const start = await credential.spawn(env);
      if (this.#isClosed) throw new GatehouseError('agent_stopping', 'The agent is stopping.');
      const id = Buffer.from(random.bytes(9)).toString('base64url');
      const job = new Job({ id, command, input, folder, spawn: start, clock, scrubber: scrubberFor(scrubber, env) });
      this.#jobs.set(id, job);
      this.#lastAt = clock.now();
      void job.ended.then(() => this.#onEnd(job));
      return job;
    } finally {
      this.#starting -= 1;
    }
  }

  find(id: string): Job | undefined {
    return this.#jobs.get(id);
  }

  /** Oldest first. */
  list(): readonly JobFacts[] {
    return [...this.#jobs.values()].map(job => job.facts());
  }

  running(): readonly Job[] {
    return [...this.#jobs.values()].filter(job => job.isRunning);
  }

  /** Counters for `/health`. */
  counters(): { readonly active: number; readonly lastAt: number | null; readonly consecutiveFailures: number } {
    return { active: this.running().length, lastAt: this.#lastAt, consecutiveFailures: this.#consecutiveFailures };
  }

  /** Takes no more jobs and ends those that run. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.running().map(job => job.stop()));
  }

  #onEnd(job: Job): void {
    const { agent, onFailure } = this.#options;
    const { generation, subscription } = job.facts();
    this.#consecutiveFailures = job.failure === null ? 0 : this.#consecutiveFailures + 1;
    const ended = [...this.#jobs.values()].filter(one => !one.isRunning);
    for (const old of ended.slice(0, Math.max(ended.length - MAX_ENDED, 0))) this.#jobs.delete(old.id);
    if (job.failure !== null) onFailure({ agent, jobId: job.id, failure: job.failure, generation, subscription });
  }
}
