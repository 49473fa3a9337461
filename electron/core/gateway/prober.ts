import type { Clock } from '../platform/index.ts';
import type { GatewayEndpoint } from './endpoint.ts';
import { type ProbeFinding, type ProbeGateway, probeGateway } from './http-probe.ts';

/** One look at a time at a gateway that cannot be connected to. */
export class Prober {
  readonly #clock: Clock;
  readonly #probe: ProbeGateway;
  readonly #onFound: (finding: ProbeFinding) => void;
  #running: AbortController | undefined;

  constructor(options: {
    readonly clock: Clock;
    /** For tests; default is HTTP. */
    readonly probe: ProbeGateway | undefined;
    readonly onFound: (finding: ProbeFinding) => void;
  }) {
    this.#clock = options.clock;
    this.#probe = options.probe ?? probeGateway;
    this.#onFound = options.onFound;
  }

  /** Looks, unless it does already. */
  look(endpoint: GatewayEndpoint): void {
    if (this.#running === undefined) void this.#look(endpoint);
  }

  /** What is found from now on does not matter. */
  cancel(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  async #look(endpoint: GatewayEndpoint): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    const finding = await this.#probe(endpoint, this.#clock, running.signal);
    if (this.#running !== running) return;
    this.#running = undefined;
    this.#onFound(finding);
  }
}
