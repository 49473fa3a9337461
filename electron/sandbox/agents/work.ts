import { type Clock, sleep } from '../../core/platform/index.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { ProviderAnswer } from './provider.ts';

/** A turn that the provider turned away. Never a token. */
export interface SandboxFailure {
  readonly agent: string;
  readonly job: string;
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the credential that the turn ran on. */
  readonly generation: number | null;
  /** Name of the subscription that the turn ran on; null for a token of none. */
  readonly subscription: string | null;
}

/** What a turn runs on, fixed at its start. */
export interface TurnCredential {
  readonly token: string;
  readonly fingerprint: string;
  readonly generation: number | null;
}

/** What a job is made of. */
export interface WorkOptions {
  readonly agent: string;
  readonly id: string;
  /** What the agent has now; waits for one. */
  readonly credential: (signal: AbortSignal) => Promise<TurnCredential>;
  readonly ask: (token: string) => ProviderAnswer;
  readonly subscriptionOf: (token: string) => string | null;
  readonly onFailure: (failure: SandboxFailure) => void;
  readonly clock: Clock;
  readonly random: SeededRandom;
}

const STEP_MS = 500;
const LONGEST_TURN = 40;
const SHORTEST_TURN = 10;
/** After a refusal; whoever rotates is quicker. */
const REST_MS = 2_000;
const KEPT_LINES = 200;
const VERBS = ['Reading', 'Editing', 'Testing', 'Searching', 'Reviewing', 'Planning'];
const THINGS = ['the parser', 'the login page', 'two failing tests', 'the release notes', 'the schema', 'old issues'];

/**
 * A job that never ends: turn after turn, each on the credential that the agent had when the turn began. A reload in
 * the middle of a turn changes nothing for that turn.
 */
export class SandboxWork {
  readonly id: string;
  readonly #options: WorkOptions;
  readonly #watchers = new Set<() => void>();
  #lines: { readonly seq: number; readonly text: string }[] = [];
  #seq = 0;
  #current: TurnCredential | undefined;
  #turns = 0;

  constructor(options: WorkOptions) {
    this.id = options.id;
    this.#options = options;
  }

  /** Turns that came to their end. */
  get finishedTurns(): number {
    return this.#turns;
  }

  /** What the turn under way runs on. */
  get current(): TurnCredential | undefined {
    return this.#current;
  }

  after(seq: number): readonly { readonly seq: number; readonly text: string }[] {
    return this.#lines.filter(line => line.seq > seq);
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => void this.#watchers.delete(changed);
  }

  /** Works until `signal` aborts. Never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    try {
      while (!signal.aborted) {
        const isServed = await this.#turn(signal);
        this.#current = undefined;
        await sleep(clock, isServed ? STEP_MS : REST_MS, signal);
      }
    } catch {
      this.#current = undefined;
    }
  }

  async #turn(signal: AbortSignal): Promise<boolean> {
    const { agent, id, credential, ask, subscriptionOf, onFailure, clock, random } = this.#options;
    const { token, fingerprint, generation } = await credential(signal);
    this.#current = { token, fingerprint, generation };
    const steps = SHORTEST_TURN + random.below(LONGEST_TURN - SHORTEST_TURN + 1);
    for (let step = 1; step <= steps; step += 1) {
      const { status, headers, body } = ask(token);
      if (status !== 200) {
        const { message } = (body as { error: { message: string } }).error;
        this.#say(`API Error: ${status} ${message}`);
        onFailure({ agent, job: id, status, message, headers, generation, subscription: subscriptionOf(token) });
        return false;
      }
      const [verb, thing] = [VERBS[random.below(VERBS.length)], THINGS[random.below(THINGS.length)]];
      this.#say(`${verb} ${thing} (step ${step} of ${steps}, token ${fingerprint})`);
      await sleep(clock, STEP_MS, signal);
    }
    this.#turns += 1;
    this.#say(`Turn ${this.#turns} done.`);
    return true;
  }

  #say(text: string): void {
    this.#seq += 1;
    this.#lines = [...this.#lines.slice(1 - KEPT_LINES), { seq: this.#seq, text: `${text}\n` }];
    for (const changed of this.#watchers) changed();
  }
}
