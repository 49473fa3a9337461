import type { NetworkSwitch } from './network-checks.ts';

/** Options of {@link PendingSwitch}. */
export interface PendingSwitchOptions {
  /** Throws why the network cannot be opened. */
  readonly switchNetwork: () => Promise<void>;
  readonly onBegin: () => void;
  readonly onEnd: () => void;
}

/** The way to the network that was chosen: due until it was opened once, and tried again after a failure. */
export class PendingSwitch implements NetworkSwitch {
  readonly #options: PendingSwitchOptions;
  #isDue = false;
  #sentence: string | null = null;

  constructor(options: PendingSwitchOptions) {
    this.#options = options;
  }

  /** What is under way; null: nothing is. */
  get sentence(): string | null {
    return this.#sentence;
  }

  /** Another network was chosen. */
  ask(): void {
    this.#isDue = true;
  }

  isDue(): boolean {
    return this.#isDue;
  }

  async make(): Promise<void> {
    const { switchNetwork, onBegin, onEnd } = this.#options;
    this.#sentence = 'Opening the network that was chosen.';
    onBegin();
    try {
      await switchNetwork();
      this.#isDue = false;
    } finally {
      this.#sentence = null;
      onEnd();
    }
  }
}
