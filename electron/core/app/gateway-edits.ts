import type { GatewayChange, GatewayProfileView } from '../../contract/index.ts';
import { type ConfiguredGateway, gatewaySecretNames } from '../config/index.ts';
import { forgetDeviceToken, parseEndpoint, usableEndpoint } from '../gateway/index.ts';
import { type Clock, GatehouseError, type Timer } from '../platform/index.ts';
import type { GatewayAccess } from './gateway-access.ts';

/** Options of {@link GatewayEdits}. */
export interface GatewayEditsOptions {
  readonly gateway: Pick<GatewayAccess, 'settings' | 'secrets' | 'allowInsecureNames'>;
  readonly clock: Clock;
}

/** What a gateway of the settings was, and is now. */
export interface EditedGateway {
  readonly before: ConfiguredGateway;
  readonly after: ConfiguredGateway;
}

interface Kept {
  readonly secrets: readonly { readonly name: string; readonly value: string }[];
  readonly timer: Timer;
}

/** For so long what was removed can be brought back; then its secrets are gone from the memory, too. */
const RESTORABLE_MS = 600_000;

/** The gateways of the settings together with their secrets, which follow each of them. Connects to nothing. */
export class GatewayEdits {
  readonly #options: GatewayEditsOptions;
  readonly #kept = new Map<string, Kept>();

  constructor(options: GatewayEditsOptions) {
    this.#options = options;
  }

  /** Forgets what was removed. */
  stop(): void {
    for (const id of [...this.#kept.keys()]) this.#forget(id);
  }

  /** A gateway as a person may change it. Throws `gateway_unknown`. */
  view(name: string): GatewayProfileView {
    const { settings } = this.#options.gateway;
    const { id, url, tlsFingerprint, scopes, isShorthand, name: known } = this.#find(name);
    const { token, password } = gatewaySecretNames({ id, isShorthand });
    return {
      id,
      name: known,
      url,
      tlsFingerprint,
      scopes: [...scopes],
      place: settings.placeOf(id),
      placesTotal: settings.list().length,
      secrets: { token, password },
    };
  }

  /**
   * Changes it; its secrets are found under its new name before it is, so that the next attempt has them. Throws what
   * `parseEndpoint`, the settings and the secret store throw.
   */
  async edit(name: string, change: GatewayChange, signal: AbortSignal): Promise<EditedGateway> {
    const { settings, secrets } = this.#options.gateway;
    const before = this.#find(name);
    const pin = change.tlsFingerprint === undefined ? before.tlsFingerprint : change.tlsFingerprint;
    this.checkAddress(change.url ?? before.url, pin ?? undefined);
    const after = settings.edit(before.name, change);
    const names = gatewaySecretNames(after);
    for (const [kind, from] of Object.entries(gatewaySecretNames(before))) {
      const to = names[kind as keyof typeof names];
      const value = from === to ? undefined : await secrets.get(from, signal);
      if (value === undefined) continue;
      await secrets.set(to, value, signal);
      await secrets.delete(from, signal);
    }
    if (before.url !== after.url) await this.#forgetDevice(before.url, signal);
    return { before, after };
  }

  /** Deletes the secrets of a gateway that was removed, and keeps them for {@link restore}. Throws what the store throws. */
  async takeSecrets(removed: ConfiguredGateway, signal: AbortSignal): Promise<void> {
    const { secrets } = this.#options.gateway;
    const taken: { name: string; value: string }[] = [];
    for (const name of Object.values(gatewaySecretNames(removed))) {
      const value = await secrets.get(name, signal);
      if (value !== undefined) taken.push({ name, value });
    }
    this.#forgetSecrets(removed.id);
    const timer = this.#options.clock.schedule(RESTORABLE_MS, () => this.#forget(removed.id));
    // Before anything is deleted: what fails half way can be brought back whole.
    this.#kept.set(removed.id, { secrets: taken, timer });
    for (const { name } of [...taken]) await secrets.delete(name, signal);
    const deviceToken = await this.#forgetDevice(removed.url, signal);
    if (deviceToken !== undefined) taken.push(deviceToken);
  }

  /** Brings back what was removed, with its secrets. Throws `gateway_not_removed`, and what settings and store throw. */
  async restore(name: string, signal: AbortSignal): Promise<ConfiguredGateway> {
    const { settings, secrets } = this.#options.gateway;
    const restored = settings.restore(name);
    try {
      for (const secret of this.#kept.get(restored.id)?.secrets ?? []) {
        await secrets.set(secret.name, secret.value, signal);
      }
    } catch (error) {
      // It can be tried again: without its secrets it would be another gateway.
      settings.remove(restored.name);

      throw error;
    }
    this.#forgetSecrets(restored.id);
    return restored;
  }

  /** Throws what {@link parseEndpoint} throws. */
  checkAddress(url: string, tlsFingerprint: string | undefined): ReturnType<typeof parseEndpoint> {
    const { allowInsecureNames } = this.#options.gateway;
    return parseEndpoint(url, { tlsFingerprint, allowInsecureNames });
  }

  #find(name: string): ConfiguredGateway {
    const { settings } = this.#options.gateway;
    const found = settings.find(name);
    if (found !== undefined) return found;
    const names = settings.list().map(known => known.name);
    throw new GatehouseError('gateway_unknown', `The settings have no gateway called ${name}.`, {
      remedy:
        names.length === 0
          ? 'Add one with: gatehouse gateway add NAME URL'
          : `There is ${names.join(', ')}. What was found on this computer is changed in OpenClaw’s own configuration.`,
    });
  }

  /** What the gateway at `url` gave this device, unless another profile leads there, too. */
  async #forgetDevice(url: string, signal: AbortSignal): ReturnType<typeof forgetDeviceToken> {
    const { settings, secrets } = this.#options.gateway;
    const address = usableEndpoint(url)?.url;
    const isElsewhere = settings.list().some(other => usableEndpoint(other.url)?.url === address);
    return address === undefined || isElsewhere ? undefined : forgetDeviceToken(address, secrets, signal);
  }

  #forget(id: string): void {
    this.#forgetSecrets(id);
    this.#options.gateway.settings.forgetRemoved(id);
  }

  #forgetSecrets(id: string): void {
    this.#kept.get(id)?.timer.cancel();
    this.#kept.delete(id);
  }
}
