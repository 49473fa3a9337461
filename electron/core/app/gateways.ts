import type { CommandResult, EmitEvent, GatewaySummary, UsedGateway } from '../../contract/index.ts';
import { gatewaySecretNames } from '../config/index.ts';
import {
  forgetDeviceToken,
  type GatewayClient,
  type GatewayFleet,
  loadDeviceIdentity,
  parseEndpoint,
  usableEndpoint,
} from '../gateway/index.ts';
import { errorMessage, GatehouseError, isAbortError, type Timer } from '../platform/index.ts';
import { askForScopes } from './ask-for-scopes.ts';
import { createFleet, type FleetOptions } from './gateway.ts';
import { GatewaySources, type SandboxGateway } from './gateway-sources.ts';
import { secretRemedy } from './secret-remedy.ts';
import { selectedUnknown } from './selected-gateway.ts';

/** Options of {@link Gateways}. */
export interface GatewaysOptions extends FleetOptions {
  /** The sandbox's gateway, used when no other is configured; null: there is none. */
  readonly sandbox: SandboxGateway | null;
}

/** What `restart` is told. */
export interface RestartWish {
  readonly profile?: string | undefined;
  readonly force?: boolean | undefined;
}

/** What `upgradeScopes` is told. */
export interface ScopeWish {
  readonly profile?: string | undefined;
  readonly scopes: readonly string[];
}

/** How often OpenClaw's configuration is looked at while its gateway is used or awaited. It is one small file. */
const DISCOVERY_INTERVAL_MS = 30_000;
const NONE: CommandResult = {
  changed: false,
  sentence: 'No gateway is configured. Add one with: gatehouse gateway add NAME URL',
};

/**
 * The first gate: which gateways there are (those of the settings, else the one that OpenClaw on this computer is set up
 * for, else the sandbox's), the fleet that keeps them connected, and the commands that change them.
 */
export class Gateways {
  readonly #options: GatewaysOptions;
  readonly #sources: GatewaySources;
  readonly #fleet: GatewayFleet;
  readonly #emit: EmitEvent;
  #timer: Timer | undefined;
  #signal: AbortSignal | undefined;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(options: GatewaysOptions, emit: EmitEvent) {
    this.#options = options;
    this.#emit = emit;
    this.#sources = new GatewaySources(options);
    this.#fleet = createFleet(options, emit, profile => signal => this.#sources.credentials(profile, signal));
  }

  /** Begins to connect. Ends with `signal`, and throws only its reason. */
  async start(signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    await this.#refresh(signal);
    this.#fleet.start(signal);
  }

  async stop(): Promise<void> {
    this.#signal = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.#fleet.stop();
  }

  /** The gateway in use; null when there is none. */
  status(): UsedGateway | null {
    const status = this.#statusOfChoice();
    const summary = this.#summary(undefined);
    if (status === null || status.remedy === null || summary === undefined) return status;
    const configured = this.#options.gateway.settings.list().find(({ id }) => id === summary.id);
    return { ...status, remedy: secretRemedy(status, summary, configured, this.#options.gateway.tokenVariable) };
  }

  #statusOfChoice(): UsedGateway | null {
    const status = this.#fleet.status();
    const { selectedId } = this.#options.gateway.settings;
    const isThere = selectedId === null || this.#fleet.client(selectedId) !== undefined;
    return status === null || isThere ? status : selectedUnknown(status, selectedId);
  }

  list(): readonly GatewaySummary[] {
    return this.#fleet.list();
  }

  /** The client of the gateway in use. */
  active(): GatewayClient | undefined {
    return this.#fleet.active();
  }

  wake(): void {
    this.#fleet.wake();
    this.#lookAgain();
  }

  networkUp(): void {
    this.#fleet.networkUp();
  }

  /** A gateway that cannot be signed in to tries again once one of its secrets is another one. */
  secretChanged(secret: string): void {
    for (const { id, state } of this.list()) {
      const configured = this.#options.gateway.settings.list().find(one => one.id === id);
      const names = gatewaySecretNames(configured ?? { id, isShorthand: false });
      const isNeeded = state === 'refused' || state === 'waiting-for-approval' || state === 'limited';
      if (isNeeded && Object.values(names).includes(secret)) this.#fleet.reconnect(id);
    }
  }

  /** Paused: connections that stand are kept, and none is made by itself. */
  setPaused(isPaused: boolean): void {
    this.#fleet.setPaused(isPaused);
  }

  /** One gateway, or the one in use. Throws `gateway_unknown`. */
  reconnect(name: string | undefined): CommandResult {
    const summary = this.#summary(name);
    if (summary === undefined) return NONE;
    if (!this.#fleet.reconnect(summary.id)) {
      const sentence = `${summary.name} is not in use, so it is not connected. Use it: gatehouse gateway use ${summary.id}`;
      return { changed: false, sentence };
    }
    return { changed: true, sentence: this.#fleet.client(summary.id)?.snapshot().sentence ?? '' };
  }

  /** Throws `gateway_unknown`, `gateway_not_connected`, and what `GatewayClient.restart` throws. */
  async restart({ profile, force = false }: RestartWish, signal: AbortSignal): Promise<CommandResult> {
    const summary = this.#summary(profile);
    const client = summary === undefined ? undefined : this.#fleet.client(summary.id);
    if (summary === undefined || client === undefined) return NONE;
    const { status, runs } = await client.restart({ reason: 'asked for in Gatehouse', skipDeferral: force }, signal);
    this.#fleet.awaitRestart(summary.id);
    if (status === 'scheduled')
      return {
        changed: true,
        told: { code: 'gateway_restarts', name: summary.name },
        sentence: `${summary.name} restarts now.`,
      };
    const what = runs === null ? 'its runs have' : runs === 1 ? 'one run has' : `${runs} runs have`;
    return {
      changed: true,
      told: { code: 'gateway_restarts_later', name: summary.name },
      sentence: `${summary.name} restarts once ${what} ended.`,
    };
  }

  /** Throws `gateway_unknown`, `gateway_not_connected`, and what `GatewayClient.requestScopes` throws soon. */
  upgradeScopes({ profile, scopes }: ScopeWish): Promise<CommandResult> {
    const summary = this.#summary(profile);
    const client = summary === undefined ? undefined : this.#fleet.client(summary.id);
    const signal = this.#signal;
    if (summary === undefined || client === undefined || signal === undefined) return Promise.resolve(NONE);
    return askForScopes(client, { name: summary.name, scopes, clock: this.#options.clock, signal });
  }

  /** Uses this gateway from now on, or the best one again. Throws `gateway_unknown` and what writing the settings throws. */
  select(name: string | null): CommandResult {
    const { settings } = this.#options.gateway;
    // The discovered one and the sandbox's are alone, so there is nothing to choose.
    if (name !== null && settings.list().length === 0 && this.#summary(name) !== undefined) {
      return { changed: false, told: { code: 'gateway_only', name }, sentence: `${name} is the only gateway.` };
    }
    const before = settings.selectedId;
    const chosen = settings.select(name);
    this.#fleet.select(settings.selectedId);
    const changed = before !== settings.selectedId;
    if (changed) this.#changed('gateway.selected');
    const used = this.#summary(undefined)?.name;
    if (chosen !== null)
      return {
        changed,
        told: { code: 'gateway_selected', name: chosen.name },
        sentence: `${chosen.name} is used until you choose otherwise.`,
      };
    return {
      changed,
      sentence: `The best gateway that can be reached is used${used === undefined ? '' : `, now ${used}`}.`,
    };
  }

  /** Throws what {@link parseEndpoint} throws. */
  checkAddress(url: string, tlsFingerprint: string | undefined): void {
    const { allowInsecureNames } = this.#options.gateway;
    parseEndpoint(url, { tlsFingerprint, allowInsecureNames });
  }

  /** Looks now which gateways there are, instead of at the next turn. Throws only the signal's reason. */
  look(signal: AbortSignal): Promise<void> {
    return this.#refresh(signal);
  }

  /**
   * Adds a gateway to the settings and connects to it. Throws what {@link parseEndpoint} and the settings throw. Its
   * secrets are stored before, so that the first attempt has them.
   */
  async add(
    entry: { readonly name: string; readonly url: string; readonly tlsFingerprint?: string | undefined },
    signal: AbortSignal,
  ): Promise<CommandResult> {
    this.checkAddress(entry.url, entry.tlsFingerprint);
    const added = this.#options.gateway.settings.add(entry);
    this.#changed('gateway.profiles');
    await this.#refresh(signal);
    const rank = this.list().findIndex(({ id }) => id === added.id) + 1;
    return {
      changed: true,
      told: { code: 'gateway_added', name: added.name },
      sentence: `Added ${added.name}, number ${rank} of ${this.list().length} by priority.`,
    };
  }

  /** Removes a gateway and its secrets. `keepsSecrets`: another address is about to take its place under the same name.
   * Throws what the settings and the secret store throw. */
  async remove(name: string, signal: AbortSignal, keepsSecrets = false): Promise<CommandResult> {
    const { settings, secrets } = this.#options.gateway;
    const removed = settings.remove(name);
    this.#changed('gateway.profiles');
    await this.#refresh(signal);
    if (keepsSecrets)
      return {
        changed: true,
        told: { code: 'gateway_removed', name: removed.name },
        sentence: `Removed ${removed.name}.`,
      };
    for (const secret of Object.values(gatewaySecretNames(removed))) await secrets.delete(secret, signal);
    const address = usableEndpoint(removed.url)?.url;
    const isElsewhere = settings.list().some(({ url }) => usableEndpoint(url)?.url === address);
    if (address !== undefined && !isElsewhere) await forgetDeviceToken(address, secrets, signal);
    const used = this.#summary(undefined)?.name;
    const now = used === undefined ? 'There is no gateway now.' : `${used} is used now.`;
    return {
      changed: true,
      told: { code: 'gateway_removed', name: removed.name },
      sentence: `Removed ${removed.name} and its secrets. ${now}`,
    };
  }

  /** The gateway called `name`, or the one in use; undefined when there is none at all. Throws `gateway_unknown`. */
  #summary(name: string | undefined): GatewaySummary | undefined {
    const all = this.list();
    if (name === undefined) return all.find(({ isActive }) => isActive);
    const id = this.#options.gateway.settings.find(name)?.id;
    const wanted = name.trim().toLowerCase();
    const found = all.find(
      summary => summary.id === id || summary.id === wanted || summary.name.toLowerCase() === wanted,
    );
    if (found !== undefined || all.length === 0) return found;
    throw new GatehouseError('gateway_unknown', `There is no gateway called ${name}.`, {
      remedy: `There is ${all.map(known => known.name).join(', ')}.`,
    });
  }

  #changed(key: string): void {
    this.#emit({ type: 'settingChanged', at: this.#options.clock.now(), key });
  }

  /** Takes the gateways as they are now. One at a time, or an older finding could replace a newer one. */
  #refresh(signal: AbortSignal): Promise<void> {
    const done = this.#refreshing.then(() => this.#refreshNow(signal));
    this.#refreshing = done.catch(() => undefined);
    return done;
  }

  async #refreshNow(signal: AbortSignal): Promise<void> {
    const profiles = await this.#sources.find(signal);
    if (profiles.length > 0) await this.#prepareDevice(signal);
    this.#fleet.setProfiles(profiles);
    const { selectedId } = this.#options.gateway.settings;
    if (selectedId !== null && this.#fleet.client(selectedId) !== undefined) this.#fleet.select(selectedId);
    this.#timer?.cancel();
    this.#timer =
      this.#signal !== undefined && this.#sources.mayDiscover
        ? this.#options.clock.schedule(DISCOVERY_INTERVAL_MS, () => this.#lookAgain())
        : undefined;
  }

  #lookAgain(): void {
    const signal = this.#signal;
    if (signal === undefined || !this.#sources.mayDiscover) return;
    this.#refresh(signal).catch((error: unknown) => {
      if (!signal.aborted) this.#options.logger.warn('gateway not looked for', { reason: errorMessage(error) });
    });
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
