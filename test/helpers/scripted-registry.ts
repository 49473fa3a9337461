import { abortReason } from '../../electron/core/platform/index.ts';
import { RegistryError, type RegistryReading, type RegistrySource } from '../../electron/core/tee/index.ts';

/** The failure of a chain that is away. */
export function unreachable(): RegistryError {
  return new RegistryError('registry_unreachable', 'rpc.example refuses the connection.', {
    retryable: true,
    remedy: 'Check the network connection.',
  });
}

/** A registry that answers as the test says: a reading, an error, or not before `release`. */
export class ScriptedRegistry implements RegistrySource {
  readonly rpcHosts = ['rpc.example'];
  readonly address = '0x00000000000000000000000000000000000000aa';
  answer: RegistryReading | Error;
  reads = 0;
  /** The last reading that was given. */
  lastAnswer: RegistryReading | undefined;
  /** The most reads that were under way together. */
  mostAtOnce = 0;
  closes = 0;
  /** Reads that were aborted before they were answered. */
  aborted = 0;
  #waiting: (() => void)[] | undefined;
  #atOnce = 0;

  constructor(answer: RegistryReading | Error) {
    this.answer = answer;
  }

  /** From now on reads wait for {@link release}. */
  hold(): void {
    this.#waiting ??= [];
  }

  /** Answers the waiting reads and those to come. */
  release(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const resume of waiting) resume();
  }

  async read(signal: AbortSignal): Promise<RegistryReading> {
    this.reads += 1;
    this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    try {
      await this.#turn(signal);
    } finally {
      this.#atOnce -= 1;
    }
    if (this.answer instanceof Error) throw this.answer;
    this.lastAnswer = this.answer;
    return this.answer;
  }

  /** Connections end, and what a test holds stays held. */
  async close(): Promise<void> {
    this.closes += 1;
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.aborted += 1;
        reject(abortReason(signal));
      };
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      const resume = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      if (this.#waiting === undefined) resume();
      else this.#waiting.push(resume);
    });
  }
}
