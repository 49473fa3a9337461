import type { RegistryEvents } from '../../electron/core/tee/index.ts';

/** Contract events as the test emits them. */
export class ScriptedEvents implements RegistryEvents {
  mode: RegistryEvents['mode'] = 'subscription';
  wakes = 0;
  #listener: Parameters<RegistryEvents['start']>[0] | undefined;

  get isRunning(): boolean {
    return this.#listener !== undefined;
  }

  start(listener: Parameters<RegistryEvents['start']>[0]): void {
    this.#listener = listener;
  }

  /** Something happened on chain. */
  emit(): void {
    this.#listener?.onEvent();
  }

  wake(): void {
    this.wakes += 1;
  }

  async stop(): Promise<void> {
    this.#listener = undefined;
  }
}
