import { type GatewayFleet, loadDeviceIdentity } from '../gateway/index.ts';
import { type Clock, errorMessage, isAbortError, type Logger, type Timer } from '../platform/index.ts';
import type { GatewayAccess } from './gateway-access.ts';
import type { GatewaySources } from './gateway-sources.ts';

/** Options of {@link GatewayRefresh}. */
export interface GatewayRefreshOptions {
  readonly sources: GatewaySources;
  readonly fleet: GatewayFleet;
  readonly gateway: Pick<GatewayAccess, 'settings' | 'secrets'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** How often OpenClaw's configuration is looked at while its gateway is used or awaited. It is one small file. */
const DISCOVERY_INTERVAL_MS = 30_000;

/** Keeps the fleet in step with the gateways that there are, and goes on looking where they may change by themselves. */
export class GatewayRefresh {
  readonly #options: GatewayRefreshOptions;
  #timer: Timer | undefined;
  #signal: AbortSignal | undefined;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(options: GatewayRefreshOptions) {
    this.#options = options;
  }

  /** Takes the gateways as they are, and looks again from now on. Ends with `signal`, and throws only its reason. */
  async start(signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    await this.now(signal);
  }

  stop(): void {
    this.#signal = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Takes the gateways as they are now. One at a time, or an older finding could replace a newer one. */
  now(signal: AbortSignal): Promise<void> {
    const done = this.#refreshing.then(() => this.#take(signal));
    this.#refreshing = done.catch(() => undefined);
    return done;
  }

  /** Looks where they may have changed by themselves. */
  again(): void {
    const { sources, logger } = this.#options;
    const signal = this.#signal;
    if (signal === undefined || !sources.mayDiscover) return;
    this.now(signal).catch((error: unknown) => {
      if (!signal.aborted) logger.warn('gateway not looked for', { reason: errorMessage(error) });
    });
  }

  async #take(signal: AbortSignal): Promise<void> {
    const { sources, fleet, gateway, clock } = this.#options;
    const profiles = await sources.find(signal);
    if (profiles.length > 0) await this.#prepareDevice(signal);
    fleet.setProfiles(profiles);
    const { selectedId } = gateway.settings;
    if (selectedId !== null && fleet.client(selectedId) !== undefined) fleet.select(selectedId);
    this.#timer?.cancel();
    this.#timer =
      this.#signal !== undefined && sources.mayDiscover
        ? clock.schedule(DISCOVERY_INTERVAL_MS, () => this.again())
        : undefined;
  }

  /** Two clients that find no device key would each make one, and one of the two would not be kept. */
  async #prepareDevice(signal: AbortSignal): Promise<void> {
    try {
      await loadDeviceIdentity(this.#options.gateway.secrets, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (isAbortError(error)) throw error;
      // Each client tells it, with its remedy, when it wants to sign in.
      this.#options.logger.debug('device key not ready', { reason: errorMessage(error) });
    }
  }
}
