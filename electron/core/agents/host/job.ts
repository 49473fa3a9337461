import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { type Clock, programStart, type SecretScrubber } from '../../platform/index.ts';
import { endGroup, releaseOutput } from '../process-group.ts';
import { type TurnFailure, turnFailure } from '../turn-failure.ts';
import { LineRedactor } from './line-redactor.ts';
import type { Spawn } from './live-credential.ts';

/** A piece of output; numbers grow by one. */
export interface OutputPiece {
  readonly seq: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** A job as it is shown. */
export interface JobFacts {
  readonly id: string;
  readonly command: string;
  readonly pid: number | null;
  readonly state: 'running' | 'ended';
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly exit_code: number | null;
  readonly exit_signal: string | null;
  readonly failure: TurnFailure | null;
  /** Of the credential it was started with. */
  readonly generation: number | null;
  readonly subscription: string | null;
  readonly fingerprint: string | null;
}

/** What a job is made of. */
export interface JobOptions {
  readonly id: string;
  readonly command: readonly string[];
  readonly input: string;
  readonly folder: string;
  readonly spawn: Spawn;
  readonly clock: Clock;
  readonly scrubber: SecretScrubber;
}

/** Kept for who comes late to the stream; older output is dropped. */
const MAX_KEPT_CHARACTERS = 1_048_576;
const STOP_GRACE_MS = 5_000;
const FAILURE_TAIL = 8_192;

/**
 * One process of an agent, with all it starts. Its environment, and with it its credential, is fixed when it starts.
 * What it writes is redacted before it is kept.
 */
export class Job {
  readonly id: string;
  /** Resolves when the process has ended and its output is complete. Never rejects. */
  readonly ended: Promise<void>;
  readonly #options: JobOptions;
  readonly #child: ChildProcess;
  readonly #startedAt: number;
  readonly #watchers = new Set<() => void>();
  /** Say what is left of the output. */
  readonly #atEnd: (() => void)[] = [];
  #pieces: OutputPiece[] = [];
  #kept = 0;
  #seq = 0;
  #tail = '';
  #endedAt: number | null = null;
  #code: number | null = null;
  #signal: NodeJS.Signals | null = null;
  #failure: TurnFailure | null = null;
  #isStopped = false;

  /**
   * Starts the process. A program that cannot be started is a job that ended with code 127. Throws
   * `program_argument_invalid`.
   */
  constructor(options: JobOptions) {
    const { id, command, input, folder, spawn: start, clock } = options;
    this.id = id;
    this.#options = options;
    this.#startedAt = clock.now();
    const [program = ''] = command;
    const { file, args, windowsVerbatimArguments } = programStart(command, { env: start.env, folder });
    this.#child = spawn(file, args, {
      windowsVerbatimArguments,
      cwd: folder,
      env: start.env,
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own: a stop reaches what the program started, and a Ctrl-C at our terminal does not.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    releaseOutput(this.#child, clock);
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stdin?.end(input);
    this.#collect(this.#child.stdout, 'stdout');
    this.#collect(this.#child.stderr, 'stderr');
    this.ended = new Promise(resolve => {
      this.#child.once('error', error => {
        this.#append('stderr', `${program}: ${(error as NodeJS.ErrnoException).code ?? 'failed'}\n`);
        this.#finish(127, null);
        resolve();
      });
      this.#child.once('close', (code, signal) => {
        for (const flush of this.#atEnd) flush();
        this.#finish(code, signal);
        resolve();
      });
    });
  }

  get isRunning(): boolean {
    return this.#endedAt === null;
  }

  /** The failure of a job that ended by itself; a stopped one did not fail. */
  get failure(): TurnFailure | null {
    return this.#failure;
  }

  facts(): JobFacts {
    const { command, spawn: start, scrubber } = this.#options;
    return {
      id: this.id,
      command: scrubber.redact(command.join(' ')).slice(0, 200),
      pid: this.#child.pid ?? null,
      state: this.isRunning ? 'running' : 'ended',
      started_at: this.#startedAt,
      ended_at: this.#endedAt,
      exit_code: this.#code,
      exit_signal: this.#signal,
      failure: this.#failure,
      generation: start.generation,
      subscription: start.subscription,
      fingerprint: start.fingerprint,
    };
  }

  /** Output after `seq`, as far as it is kept. */
  after(seq: number): readonly OutputPiece[] {
    const first = this.#pieces[0]?.seq ?? 0;
    return this.#pieces.slice(Math.max(seq - first + 1, 0));
  }

  /** Calls `changed` after each piece and at the end; gives the way to stop that. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed);
    return () => void this.#watchers.delete(changed);
  }

  /** Asks the process to end, and ends it after 5 s. May be called twice. */
  async stop(): Promise<void> {
    if (this.isRunning && !this.#isStopped) {
      this.#isStopped = true;
      endGroup(this.#child, this.#options.clock, STOP_GRACE_MS);
    }
    await this.ended;
  }

  #collect(source: Readable | null, stream: OutputPiece['stream']): void {
    const redactor = new LineRedactor(this.#options.scrubber);
    source?.on('data', (chunk: Buffer) => this.#append(stream, redactor.push(chunk)));
    this.#atEnd.push(() => this.#append(stream, redactor.end()));
    source?.on('error', () => undefined);
  }

  #append(stream: OutputPiece['stream'], text: string): void {
    if (text === '') return;
    this.#seq += 1;
    this.#pieces.push({ seq: this.#seq, stream, text });
    this.#kept += text.length;
    this.#tail = (this.#tail + text).slice(-FAILURE_TAIL);
    while (this.#kept > MAX_KEPT_CHARACTERS && this.#pieces.length > 1) {
      this.#kept -= this.#pieces.shift()?.text.length ?? 0;
    }
    this.#tell();
  }

  #finish(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#endedAt !== null) return;
    this.#endedAt = this.#options.clock.now();
    this.#code = code;
    this.#signal = signal;
    if (!this.#isStopped) this.#failure = turnFailure({ code, signal, output: this.#tail }) ?? null;
    this.#tell();
  }

  #tell(): void {
    for (const changed of this.#watchers) changed();
  }
}
