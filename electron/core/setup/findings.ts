import type { SetupFound, SetupStatus } from '../../contract/index.ts';
import { errorMessage } from '../platform/index.ts';
import type { SetupPorts } from './ports.ts';

const NOTHING_FOUND: SetupFound = { gateway: null, veilSession: null, agentServers: [], sandboxGateway: false };

/** What is on this computer to choose from, and whether Gatehouse starts by itself, as far as was looked. */
export class Findings {
  readonly #ports: SetupPorts;
  readonly #onChange: () => void;
  #found = NOTHING_FOUND;
  #isOn: boolean | undefined;

  constructor(ports: SetupPorts, onChange: () => void) {
    this.#ports = ports;
    this.#onChange = onChange;
  }

  get found(): SetupFound {
    return this.#found;
  }

  get loginItem(): SetupStatus['loginItem'] {
    return this.#isOn === undefined ? null : { isOn: this.#isOn };
  }

  /** Looks again, and waits for nothing. */
  look(signal: AbortSignal): void {
    const look = async (): Promise<void> => {
      this.#found = await this.#ports.find(signal);
      await this.lookAtLoginItem();
      this.#onChange();
    };
    look().catch((error: unknown) => {
      if (!signal.aborted) this.#ports.logger.warn('not looked around', { reason: errorMessage(error) });
    });
  }

  /** Whether Gatehouse starts by itself, as the system says; false where it cannot. */
  async lookAtLoginItem(): Promise<boolean> {
    this.#isOn = await this.#ports.loginItem?.isOn();
    return this.#isOn ?? false;
  }
}
