import type {
  CommandResult,
  EmitEvent,
  GatewayChange,
  GatewayProfileView,
  GatewaySummary,
  UsedGateway,
} from '../../contract/index.ts';
import { gatewaySecretNames } from '../config/index.ts';
import type { GatewayClient, GatewayFleet } from '../gateway/index.ts';
import { GatehouseError } from '../platform/index.ts';
import { askForScopes } from './ask-for-scopes.ts';
import { createFleet, type FleetOptions } from './gateway.ts';
import { GatewayEdits } from './gateway-edits.ts';
import { type GatewayEntry, GatewayList } from './gateway-list.ts';
import { GatewayRefresh } from './gateway-refresh.ts';
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

const NONE: CommandResult = {
  changed: false,
  told: { code: 'gateway_none' },
  sentence: 'No gateway is configured. Add one with: gatehouse gateway add NAME URL',
};

/**
 * The first gate: which gateways there are (those of the settings, else the one that OpenClaw on this computer is set up
 * for, else the sandbox's), the fleet that keeps them connected, and the commands that change them.
 */
export class Gateways {
  readonly #options: GatewaysOptions;
  readonly #sources: GatewaySources;
  readonly #edits: GatewayEdits;
  readonly #changes: GatewayList;
  readonly #fleet: GatewayFleet;
  readonly #emit: EmitEvent;
  readonly #refresh: GatewayRefresh;
  #signal: AbortSignal | undefined;

  constructor(options: GatewaysOptions, emit: EmitEvent) {
    this.#options = options;
    this.#emit = emit;
    this.#sources = new GatewaySources(options);
    this.#edits = new GatewayEdits(options);
    this.#fleet = createFleet(options, emit, profile => signal => this.#sources.credentials(profile, signal));
    this.#refresh = new GatewayRefresh({ ...options, sources: this.#sources, fleet: this.#fleet });
    this.#changes = new GatewayList({
      settings: options.gateway.settings,
      edits: this.#edits,
      list: () => this.list(),
      onChange: signal => {
        this.#changed('gateway.profiles');
        return this.#refresh.now(signal);
      },
    });
  }

  /** Begins to connect. Ends with `signal`, and throws only its reason. */
  async start(signal: AbortSignal): Promise<void> {
    this.#signal = signal;
    await this.#refresh.start(signal);
    this.#fleet.start(signal);
  }

  async stop(): Promise<void> {
    this.#signal = undefined;
    this.#refresh.stop();
    this.#edits.stop();
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
    this.#refresh.again();
  }

  networkUp(): void {
    this.#fleet.networkUp();
  }

  /** This computer may be offline, or is: connections are looked at now. */
  networkDown(): void {
    this.#fleet.networkDown();
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

  /** One gateway, or the one in use; one that was disconnected connects again. Throws `gateway_unknown`, and what writing
   * the settings throws. */
  async reconnect(name: string | undefined, signal: AbortSignal): Promise<CommandResult> {
    const summary = this.#summary(name);
    if (summary === undefined) return NONE;
    await this.#setDisconnected(summary, false, signal);
    if (!this.#fleet.reconnect(summary.id)) {
      const sentence = `${summary.name} is not in use, so it is not connected. Use it: gatehouse gateway use ${summary.id}`;
      return { changed: false, told: { code: 'gateway_unused', name: summary.name }, sentence };
    }
    const sentence = this.#fleet.client(summary.id)?.snapshot().sentence ?? '';
    return { changed: true, told: { code: 'gateway_tried', name: summary.name }, sentence };
  }

  /** Ends the connection to one gateway, or the one in use, and all attempts to make one, until {@link reconnect}. A choice
   * of it by hand ends with it. Throws `gateway_unknown`, and what writing the settings throws. */
  async disconnect(name: string | undefined, signal: AbortSignal): Promise<CommandResult> {
    const summary = this.#summary(name);
    if (summary === undefined) return NONE;
    const changed = await this.#setDisconnected(summary, true, signal);
    const about = { name: summary.name };
    if (!changed) {
      const told = { code: 'gateway_disconnected_already', ...about } as const;
      return { changed, told, sentence: `${summary.name} is disconnected already.` };
    }
    if (summary.isPinned) await this.select(null, signal);
    const used = this.#summary(undefined);
    const other = used === undefined || used.id === summary.id ? '' : ` ${used.name} is used now.`;
    return {
      changed,
      told: { code: 'gateway_disconnected', ...about },
      sentence: `${summary.name} is left alone until you connect to it again.${other}`,
    };
  }

  async #setDisconnected({ id }: GatewaySummary, isDisconnected: boolean, signal: AbortSignal): Promise<boolean> {
    if (!this.#options.gateway.settings.setDisconnected(id, isDisconnected)) return false;
    this.#changed('gateway.disconnected');
    await this.#refresh.now(signal);
    return true;
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
  async select(name: string | null, signal: AbortSignal): Promise<CommandResult> {
    const { settings } = this.#options.gateway;
    const wanted = name === null ? undefined : this.#summary(name);
    if (wanted !== undefined) await this.#setDisconnected(wanted, false, signal);
    // The discovered one and the sandbox's are alone, so there is nothing to choose.
    if (name !== null && settings.list().length === 0 && wanted !== undefined) {
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
      told: { code: 'gateway_best', ...(used === undefined ? {} : { name: used }) },
      sentence: `The best gateway that can be reached is used${used === undefined ? '' : `, now ${used}`}.`,
    };
  }

  /** Throws what `parseEndpoint` throws. */
  checkAddress(url: string, tlsFingerprint: string | undefined): ReturnType<GatewayEdits['checkAddress']> {
    return this.#edits.checkAddress(url, tlsFingerprint);
  }

  /** A gateway of the settings as a person may change it. Throws `gateway_unknown`. */
  profile(name: string): GatewayProfileView {
    return this.#edits.view(name);
  }

  /** Looks now which gateways there are, instead of at the next turn. Throws only the signal's reason. */
  look(signal: AbortSignal): Promise<void> {
    return this.#refresh.now(signal);
  }

  /** See {@link GatewayList.add}. */
  add(entry: GatewayEntry, signal: AbortSignal): Promise<CommandResult> {
    return this.#changes.add(entry, signal);
  }

  /** See {@link GatewayList.remove}. */
  remove(name: string, signal: AbortSignal, keepsSecrets = false): Promise<CommandResult> {
    return this.#changes.remove(name, signal, keepsSecrets);
  }

  /** See {@link GatewayList.restore}. */
  restore(name: string, signal: AbortSignal): Promise<CommandResult> {
    return this.#changes.restore(name, signal);
  }

  /** See {@link GatewayList.edit}. */
  edit(name: string, change: GatewayChange, signal: AbortSignal): Promise<CommandResult> {
    return this.#changes.edit(name, change, signal);
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
}
