import { createHash } from 'node:crypto';
import type { SecretStore } from '../platform/index.ts';
import { DEVICE_SECRET, type DeviceIdentity, loadDeviceIdentity } from './device-identity.ts';

/** What a person configured for one gateway. Asked anew for each attempt, so that a change counts at once. */
export interface SharedCredentials {
  readonly token?: string | undefined;
  readonly password?: string | undefined;
  /** A set-up code that works once. */
  readonly bootstrapToken?: string | undefined;
}

/** Everything that one attempt can prove itself with. */
export interface Credentials {
  readonly shared: SharedCredentials;
  readonly device: DeviceIdentity;
  /** What the gateway gave this device at an earlier hello. */
  readonly deviceToken: string | undefined;
}

/** The role that Gatehouse connects in. */
export const ROLE = 'operator';

/** The credentials of one gateway: those of its person, and the device's own key and token in the secret store. */
export class CredentialSource {
  readonly #url: string;
  readonly #secrets: SecretStore;
  readonly #shared: (signal: AbortSignal) => Promise<SharedCredentials>;

  constructor(options: {
    readonly url: string;
    readonly secrets: SecretStore;
    readonly shared: (signal: AbortSignal) => Promise<SharedCredentials>;
  }) {
    this.#url = options.url;
    this.#secrets = options.secrets;
    this.#shared = options.shared;
  }

  /** Throws `gateway_device_unreadable` and what the store throws. */
  async load(signal: AbortSignal): Promise<Credentials> {
    const device = await loadDeviceIdentity(this.#secrets, signal);
    const deviceToken = await this.#secrets.get(this.#tokenName(device), signal);
    return { shared: await this.#shared(signal), device, deviceToken };
  }

  async keep({ device }: Credentials, token: string, signal: AbortSignal): Promise<void> {
    await this.#secrets.set(this.#tokenName(device), token, signal);
  }

  async forget({ device }: Credentials, signal: AbortSignal): Promise<void> {
    await this.#secrets.delete(this.#tokenName(device), signal);
  }

  #tokenName(device: DeviceIdentity): string {
    return tokenName(this.#url, device);
  }
}

/** One for each gateway, device and role: a token of gateway A never goes to B. */
function tokenName(url: string, device: DeviceIdentity): string {
  const digest = createHash('sha256').update(`${url}|${device.id}|${ROLE}`).digest('hex');
  return `gateway.token.${digest.slice(0, 32)}`;
}

/**
 * Deletes what the gateway at `url` gave this device, and returns it with the name that it was stored under. Throws
 * `gateway_device_unreadable` and what the store throws.
 */
export async function forgetDeviceToken(
  url: string,
  secrets: SecretStore,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly value: string } | undefined> {
  if ((await secrets.get(DEVICE_SECRET, signal)) === undefined) return undefined;
  const name = tokenName(url, await loadDeviceIdentity(secrets, signal));
  const value = await secrets.get(name, signal);
  await secrets.delete(name, signal);
  return value === undefined ? undefined : { name, value };
}
