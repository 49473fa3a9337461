import { createHash } from 'node:crypto';
import { type ConfiguredGateway, DISCOVERED_ID, SANDBOX_ID, type Settings } from '../config/index.ts';
import { type FleetProfile, type SharedCredentials, usableEndpoint } from '../gateway/index.ts';
import type { LocalGateway } from '../openclaw/index.ts';
import type { Logger } from '../platform/index.ts';
import type { GatewayAccess } from './gateway-access.ts';

/** How the sandbox's own gateway is reached. */
export interface SandboxGateway {
  readonly url: string;
  readonly token: string;
}

/** Options of {@link GatewaySources}. */
export interface GatewaySourcesOptions {
  readonly settings: Settings;
  readonly gateway: GatewayAccess;
  /** Null: there is none. */
  readonly sandbox: SandboxGateway | null;
  readonly logger: Logger;
}

/**
 * Which gateways there are: those of the settings, else the one that OpenClaw on this computer is set up for, else the
 * sandbox's; and what may be shown to each of them.
 */
export class GatewaySources {
  readonly #options: GatewaySourcesOptions;
  /** Where and with which notes a gateway was discovered last. */
  #told = '';

  constructor(options: GatewaySourcesOptions) {
    this.#options = options;
  }

  /** Whether OpenClaw's own configuration decides. Who asks for the sandbox does not want a real gateway. */
  get mayDiscover(): boolean {
    const { gateway, settings } = this.#options;
    return settings.gateway.discover && settings.network !== 'sandbox' && gateway.settings.list().length === 0;
  }

  /** The gateways as they are now. Throws only the signal's reason. */
  async find(signal: AbortSignal): Promise<readonly FleetProfile[]> {
    const { allowInsecureNames } = this.#options.gateway;
    const { settings } = this.#options.gateway;
    return (await this.#find(signal)).map(profile => ({
      ...profile,
      allowInsecureNames,
      isDisconnected: settings.isDisconnected(profile.id),
    }));
  }

  async #find(signal: AbortSignal): Promise<readonly FleetProfile[]> {
    const { gateway, sandbox } = this.#options;
    const configured = gateway.settings.list();
    if (configured.length > 0) return configured.map(fromSettings);
    const local = this.mayDiscover ? await gateway.discover(signal) : undefined;
    if (local !== undefined) {
      this.#tell(local);
      return [{ ...fromSettings(this.#discovered(local)), source: 'discovered', credentialsMark: markOf(local) }];
    }
    if (sandbox === null) return [];
    return [{ id: SANDBOX_ID, name: 'sandbox gateway', url: sandbox.url, priority: 1, source: 'sandbox' }];
  }

  /** What may be shown to `profile`; nothing when its address is not the one that these belong to. */
  async credentials(profile: FleetProfile, signal: AbortSignal): Promise<SharedCredentials> {
    const { gateway, sandbox } = this.#options;
    if (profile.source === 'sandbox') return sandbox?.url === profile.url ? { token: sandbox.token } : {};
    if (profile.source === 'discovered') return this.#discoveredCredentials(profile, signal);
    const configured = gateway.settings.list().find(({ id, url }) => id === profile.id && url === profile.url);
    return configured === undefined ? {} : gateway.credentials(configured, signal);
  }

  /** Read anew, because OpenClaw may have changed it. A secret stored by hand is for the gateway of this computer. */
  async #discoveredCredentials(profile: FleetProfile, signal: AbortSignal): Promise<SharedCredentials> {
    const { gateway } = this.#options;
    const local = await gateway.discover(signal);
    if (local === undefined || local.url !== profile.url) return {};
    const { token, password, url } = local;
    if (token !== undefined || password !== undefined || usableEndpoint(url)?.isLoopback !== true)
      return { token, password };
    return gateway.credentials(this.#discovered(local), signal);
  }

  #discovered({ url, tlsFingerprint }: LocalGateway): ConfiguredGateway {
    const { scopes } = this.#options.settings.gateway;
    return { id: DISCOVERED_ID, name: 'OpenClaw', url, tlsFingerprint, scopes, priority: 1, isShorthand: false };
  }

  /** Once for each finding: it is looked for again and again. */
  #tell({ url, origin, notes }: LocalGateway): void {
    const text = [url, origin, ...notes].join('\n');
    if (text === this.#told) return;
    this.#told = text;
    this.#options.logger.info('gateway discovered', { url, origin, notes: [...notes] });
  }
}

function fromSettings({ id, name, url, tlsFingerprint, scopes, priority }: ConfiguredGateway): FleetProfile {
  const pin = tlsFingerprint === null ? {} : { tlsFingerprint };
  return { id, name, url, ...pin, scopes, priority, source: 'settings' };
}

/** Changes with what OpenClaw is set up to show; tells nothing of it. */
function markOf({ token, password }: LocalGateway): string {
  return createHash('sha256')
    .update(JSON.stringify([token, password]))
    .digest('hex');
}
