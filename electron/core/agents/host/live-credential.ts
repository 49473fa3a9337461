import { errorMessage, type Logger } from '../../platform/index.ts';
import { TOKEN_VARIABLE } from '../credential-environment.ts';
import { liveTokenFingerprint } from '../fingerprint.ts';
import { readDotenv } from './dotenv.ts';
import type { CredentialOverride, OverrideFile } from './override-file.ts';
import { secretsIn } from './secret-values.ts';
import { type EnvDrift, SpawnEnvironment } from './spawn-environment.ts';

/** What a caller of the contract wants. */
export interface CredentialChange {
  /** Null takes the credential away. */
  readonly token: string | null;
  readonly subscription: string | null;
  /** Null: a caller that does not number its orders. */
  readonly generation: number | null;
  readonly removeApiKey: boolean;
}

/** What became of it. */
export type ChangeResult =
  | { readonly kind: 'applied'; readonly envShadow: readonly string[]; readonly durable: boolean }
  | { readonly kind: 'stale'; readonly generation: number };

/** What the agent shows of its credential: nothing that could be used. */
export interface CredentialFacts {
  readonly fingerprint: string | null;
  readonly generation: number | null;
  readonly subscription: string | null;
  readonly durable: boolean;
  readonly source: 'rotated' | 'assigned' | 'workspace' | 'none';
  readonly env_shadow: readonly string[];
}

/** A process's environment and the credential in it. */
export interface Spawn {
  readonly env: Readonly<Record<string, string>>;
  readonly generation: number | null;
  readonly subscription: string | null;
  /** Tells the credentials of two spawns apart; null: none. */
  readonly fingerprint: string | null;
}

/** Options of {@link LiveCredential}. */
export interface LiveCredentialOptions {
  /** The environment the agent host was started with, without what is no child's business. */
  readonly baseline: Readonly<Record<string, string>>;
  /** Whether the runtime is Claude's, which prefers API keys over the token: they are silenced at start then. */
  readonly isClaude: boolean;
  /** Number of the assignment that the baseline's token came with; null: unknown. */
  readonly baselineGeneration: number | null;
  readonly dotenvPath: string;
  readonly override: OverrideFile;
  /** Keys the fingerprint. */
  readonly secret: string;
  /** Told of every token before anything else happens with it. */
  readonly redact: (value: string) => void;
  readonly logger: Logger;
}

/**
 * Which credential the next process gets. Changes queue; each is written to disk before it counts in memory, so that
 * what a caller was told is what a restart finds. Running processes are nobody's business here: they keep theirs.
 */
export class LiveCredential {
  readonly #options: LiveCredentialOptions;
  readonly #environment: SpawnEnvironment;
  #generation: number | null = null;
  #subscription: string | null = null;
  #token: string | null = null;
  #durable = true;
  #source: CredentialFacts['source'] = 'none';
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: LiveCredentialOptions) {
    this.#options = options;
    this.#environment = new SpawnEnvironment(options.baseline);
  }

  /** Decides between what a rotation left and what the host was started with. Once, before anything else. */
  async load(): Promise<void> {
    const { baseline, baselineGeneration, isClaude, override, redact, logger } = this.#options;
    const assigned = baseline[TOKEN_VARIABLE] ?? '';
    for (const value of secretsIn(baseline)) redact(value);
    const found = await override.read();
    if (found.kind === 'damaged') {
      logger.warn('credential override ignored', { file: override.path, reason: found.reason });
    }
    if (found.kind === 'found' && !isOlder(found.override, baselineGeneration)) {
      this.#take(found.override, 'rotated');
    } else if (assigned !== '') {
      const generation = baselineGeneration;
      this.#take({ token: assigned, subscription: null, generation, removeApiKey: false }, 'assigned');
    }
    // A key left over in `.env` would shadow the token, and every later one, without a word.
    if (isClaude && this.#token !== null) this.#environment.silenceApiKeys();
  }

  /** Never throws for a disk that fails: the change counts all the same and the result says it is not durable. */
  change(change: CredentialChange, signal: AbortSignal): Promise<ChangeResult> {
    const turn = this.#queue.then(() => this.#change(change, signal));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** The environment of a process that starts now; `.env` is read anew each time. */
  async spawn(extras: Readonly<Record<string, string>>): Promise<Spawn> {
    const dotenv = await readDotenv(this.#options.dotenvPath);
    for (const value of secretsIn(Object.fromEntries(dotenv))) this.#options.redact(value);
    // No wait between here and the end: token, number and name belong together.
    const env = this.#environment.next(dotenv, extras);
    const token = env[TOKEN_VARIABLE];
    return {
      env,
      generation: this.#generation,
      subscription: this.#subscription,
      fingerprint: token === undefined ? null : liveTokenFingerprint(this.#options.secret, token),
    };
  }

  /** For `/health`: what is live, without a look at the disk. */
  live(): Pick<CredentialFacts, 'fingerprint' | 'generation'> {
    const { secret } = this.#options;
    const fingerprint = this.#token === null ? null : liveTokenFingerprint(secret, this.#token);
    return { fingerprint, generation: this.#generation };
  }

  /** For the status: names and digests, never a value. */
  async facts(): Promise<{ readonly credential: CredentialFacts; readonly drift: readonly EnvDrift[]; count: number }> {
    const dotenv = await readDotenv(this.#options.dotenvPath);
    const inWorkspace = this.#source === 'none' && (dotenv.get(TOKEN_VARIABLE) ?? '') !== '';
    return {
      credential: {
        ...this.live(),
        subscription: this.#subscription,
        durable: this.#durable,
        source: inWorkspace ? 'workspace' : this.#source,
        env_shadow: this.#environment.shadowed(dotenv),
      },
      drift: this.#environment.drift(dotenv),
      count: dotenv.size,
    };
  }

  async #change(change: CredentialChange, signal: AbortSignal): Promise<ChangeResult> {
    const { override, redact, logger, dotenvPath } = this.#options;
    signal.throwIfAborted();
    if (change.token !== null) redact(change.token);
    if (change.generation !== null && change.generation < (this.#generation ?? 0)) {
      return { kind: 'stale', generation: this.#generation ?? 0 };
    }
    // An order without a number does not take away the number that keeps late writers out.
    const kept = {
      ...change,
      generation: change.generation ?? this.#generation,
      removeApiKey: change.removeApiKey || this.#environment.silencesApiKeys,
    };
    const durable = await override.write(kept, signal).then(
      () => true,
      (error: unknown) => {
        logger.error('credential override could not be written', { file: override.path, reason: errorMessage(error) });
        return false;
      },
    );
    this.#take(kept, 'rotated');
    this.#durable = durable;
    return { kind: 'applied', envShadow: this.#environment.shadowed(await readDotenv(dotenvPath)), durable };
  }

  #take({ token, subscription, generation, removeApiKey }: CredentialOverride, source: 'rotated' | 'assigned'): void {
    if (token !== null) this.#options.redact(token);
    this.#environment.setToken(token ?? undefined);
    if (removeApiKey) this.#environment.silenceApiKeys();
    this.#token = token;
    this.#subscription = subscription;
    this.#generation = generation;
    this.#source = token === null ? 'none' : source;
  }
}

/** An assignment that came after the rotation rules; without numbers the rotation does. */
function isOlder({ generation }: CredentialOverride, baselineGeneration: number | null): boolean {
  return generation !== null && baselineGeneration !== null && generation < baselineGeneration;
}
