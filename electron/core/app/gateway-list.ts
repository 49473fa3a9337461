import type { CommandResult, GatewayChange, GatewaySummary } from '../../contract/index.ts';
import type { GatewaySettings } from '../config/index.ts';
import type { GatewayEdits } from './gateway-edits.ts';

/** A gateway to be added. */
export interface GatewayEntry {
  readonly name: string;
  readonly url: string;
  /** SHA-256 of its certificate. */
  readonly tlsFingerprint?: string | undefined;
}

/** Options of {@link GatewayList}. */
export interface GatewayListOptions {
  readonly settings: Pick<GatewaySettings, 'add' | 'remove'>;
  readonly edits: Pick<GatewayEdits, 'checkAddress' | 'edit' | 'restore' | 'takeSecrets'>;
  /** The gateways as they are now, in order of preference. */
  readonly list: () => readonly GatewaySummary[];
  /** The settings were written: connects to what they say now. */
  readonly onChange: (signal: AbortSignal) => Promise<void>;
}

/** Changes the gateways of the settings: one change of the list and of its secrets after the other. */
export class GatewayList {
  readonly #options: GatewayListOptions;
  #changing: Promise<unknown> = Promise.resolve();

  constructor(options: GatewayListOptions) {
    this.#options = options;
  }

  /**
   * Adds a gateway to the settings and connects to it. Throws what `parseEndpoint` and the settings throw. Its
   * secrets are stored before, so that the first attempt has them.
   */
  async add(entry: GatewayEntry, signal: AbortSignal): Promise<CommandResult> {
    this.#options.edits.checkAddress(entry.url, entry.tlsFingerprint);
    return this.#inTurn(() => this.#add(entry, signal));
  }

  /** Removes a gateway and its secrets. `keepsSecrets`: another address is about to take its place under the same name.
   * Throws what the settings and the secret store throw. */
  remove(name: string, signal: AbortSignal, keepsSecrets: boolean): Promise<CommandResult> {
    return this.#inTurn(() => this.#remove(name, signal, keepsSecrets));
  }

  /** Brings back a gateway that was removed within ten minutes. Throws `gateway_not_removed`, and what settings and secret
   * store throw. */
  restore(name: string, signal: AbortSignal): Promise<CommandResult> {
    return this.#inTurn(() => this.#restore(name, signal));
  }

  /** Changes a gateway of the settings; see `GatewayEdits.edit` for the errors. */
  edit(name: string, change: GatewayChange, signal: AbortSignal): Promise<CommandResult> {
    return this.#inTurn(() => this.#edit(name, change, signal));
  }

  async #add(entry: GatewayEntry, signal: AbortSignal): Promise<CommandResult> {
    const { settings, list, onChange } = this.#options;
    const added = settings.add(entry);
    await onChange(signal);
    return {
      changed: true,
      told: { code: 'gateway_added', name: added.name },
      sentence: `Added ${added.name}, number ${this.#placeOf(added.id)} of ${list().length} by priority.`,
    };
  }

  async #remove(name: string, signal: AbortSignal, keepsSecrets: boolean): Promise<CommandResult> {
    const { settings, edits, list, onChange } = this.#options;
    const removed = settings.remove(name);
    await onChange(signal);
    const told = { code: 'gateway_removed', name: removed.name } as const;
    if (keepsSecrets) return { changed: true, told, sentence: `Removed ${removed.name}.` };
    await edits.takeSecrets(removed, signal);
    const used = list().find(({ isActive }) => isActive)?.name;
    const now = used === undefined ? 'There is no gateway now.' : `${used} is used now.`;
    return { changed: true, told, sentence: `Removed ${removed.name} and its secrets. ${now}` };
  }

  async #restore(name: string, signal: AbortSignal): Promise<CommandResult> {
    const { edits, onChange } = this.#options;
    const restored = await edits.restore(name, signal);
    await onChange(signal);
    const told = { code: 'gateway_restored', name: restored.name } as const;
    return { changed: true, told, sentence: `${restored.name} is back, with its secrets.` };
  }

  async #edit(name: string, change: GatewayChange, signal: AbortSignal): Promise<CommandResult> {
    const { edits, list, onChange } = this.#options;
    const { before, after } = await edits.edit(name, change, signal);
    if (JSON.stringify(before) === JSON.stringify(after)) {
      const told = { code: 'gateway_same', name: after.name } as const;
      return { changed: false, told, sentence: `${after.name} is as it was.` };
    }
    await onChange(signal);
    const count = list().length;
    const order = count === 1 ? '' : `, number ${this.#placeOf(after.id)} of ${count} by priority`;
    return {
      changed: true,
      told: { code: 'gateway_edited', name: after.name },
      sentence: `Changed ${after.name}${order}.`,
    };
  }

  #placeOf(wanted: string): number {
    return this.#options.list().findIndex(({ id }) => id === wanted) + 1;
  }

  /** Bringing back must not overtake the removing. */
  #inTurn(change: () => Promise<CommandResult>): Promise<CommandResult> {
    const done = this.#changing.then(change);
    this.#changing = done.catch(() => undefined);
    return done;
  }
}
