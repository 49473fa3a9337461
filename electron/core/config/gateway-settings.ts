import { type GatewayChange, gatewayId } from '../../contract/index.ts';
import { errorMessage, GatehouseError } from '../platform/index.ts';
import { byPreference, withPlace } from './gateway-order.ts';
import { type ConfiguredGateway, configuredGateways, type GatewayKeys } from './gateways.ts';
import type { LoadedSettings } from './load.ts';
import { problemText } from './problem.ts';
import { GatewayEntry, gateway } from './schema-gateway.ts';

/** What of the loaded settings is needed to change gateways. */
export type GatewaySettingsSource = Pick<LoadedSettings, 'settings' | 'sources' | 'file'>;

/** What is needed to bring back a gateway that was removed. */
interface Removed {
  readonly gateway: ConfiguredGateway;
  /** Undefined: it was `gateway.url`. */
  readonly entry: GatewayEntry | undefined;
  /** In the list. */
  readonly index: number;
  readonly wasSelected: boolean;
  readonly wasDisconnected: boolean;
}

/**
 * The gateways of the settings, and the changes that a person makes to them while Gatehouse runs or does not: each is
 * checked, written to the settings file, and in force for the next question. Not for two processes at once: the running
 * one does it when there is one.
 */
export class GatewaySettings {
  readonly #source: GatewaySettingsSource;
  #keys: GatewayKeys;
  #selected: string | null;
  #disconnected: readonly string[];
  readonly #removed = new Map<string, Removed>();

  constructor(source: GatewaySettingsSource) {
    this.#source = source;
    this.#keys = source.settings.gateway;
    this.#selected = source.settings.gateway.selected;
    this.#disconnected = source.settings.gateway.disconnected;
  }

  list(): readonly ConfiguredGateway[] {
    return configuredGateways(this.#keys);
  }

  /** The id that was chosen by hand, whether there is such a gateway or not; null: automatic. */
  get selectedId(): string | null {
    return this.#selected === null ? null : (gatewayId(this.#selected) ?? this.#selected);
  }

  /** Whether a person said that this gateway, which need not be one of the settings, is to be left alone. */
  isDisconnected(id: string): boolean {
    return this.#disconnected.some(name => (gatewayId(name) ?? name) === id);
  }

  /** The gateway of that name, case and signs aside. */
  find(name: string): ConfiguredGateway | undefined {
    const id = gatewayId(name);
    return this.list().find(gateway => gateway.id === id);
  }

  /** Adds at the end of the list. Throws `gateway_invalid`, `gateway_exists`, `setting_not_in_file`, `settings_unwritable`. */
  add(given: unknown): ConfiguredGateway {
    const entry = this.#parsed(given);
    this.#mustBeFree(entry.name);
    const profiles = [...this.#keys.profiles, entry];
    checkCount(profiles);
    this.#writeProfiles(profiles);
    return this.#called(entry.name);
  }

  /**
   * Changes what is given and keeps the rest; a choice by hand of it follows its name. Throws `gateway_unknown`,
   * `gateway_invalid`, `gateway_exists`, `setting_not_in_file`, `settings_unwritable`.
   */
  edit(name: string, { place, ...change }: GatewayChange): ConfiguredGateway {
    const found = this.#called(name);
    const { isShorthand, id } = found;
    const former = this.#keys.profiles.find(entry => gatewayId(entry.name) === id);
    const { tlsFingerprint, ...rest } = change;
    const { tlsFingerprint: pinned, ...kept } = former ?? this.#shorthandEntry(found);
    const pin = tlsFingerprint === undefined ? pinned : tlsFingerprint;
    const entry = this.#parsed({ ...kept, ...rest, ...(pin == null ? {} : { tlsFingerprint: pin }) });
    if (gatewayId(entry.name) !== id) this.#mustBeFree(entry.name);
    const isSelected = this.selectedId === id;
    const isDisconnected = this.isDisconnected(id);
    if (isShorthand) this.#editShorthand(found, entry);
    else this.#writeProfiles(this.#keys.profiles.map(one => (one === former ? entry : one)));
    const changed = this.#called(entry.name);
    if (isSelected) this.#writeSelected(changed.name);
    if (isDisconnected && changed.id !== id) {
      this.setDisconnected(id, false);
      this.setDisconnected(changed.id, true);
    }
    if (place === undefined || isShorthand || place === this.placeOf(changed.id)) return changed;
    this.#writeProfiles(withPlace(this.#keys.profiles, this.list(), changed.id, place));
    return this.#called(changed.name);
  }

  /** In the order of preference, from 1 on; 0 when there is no such gateway. */
  placeOf(id: string): number {
    return byPreference(this.list()).findIndex(gateway => gateway.id === id) + 1;
  }

  /** Removes it; a choice by hand of it ends. Throws `gateway_unknown`, `setting_not_in_file`, `settings_unwritable`. */
  remove(name: string): ConfiguredGateway {
    const found = this.#called(name);
    const { profiles } = this.#keys;
    const index = profiles.findIndex(entry => gatewayId(entry.name) === found.id);
    const wasSelected = this.selectedId === found.id;
    const wasDisconnected = this.isDisconnected(found.id);
    if (found.isShorthand) {
      const keys = ['gateway.url', 'gateway.name', 'gateway.tlsFingerprint'] as const;
      this.#mayWrite('gateway.url');
      for (const key of keys) if (this.#isInFile(key)) this.#write(key, undefined);
      this.#keys = { ...this.#keys, url: null };
    } else {
      this.#writeProfiles(profiles.filter((_, place) => place !== index));
    }
    if (wasSelected) this.select(null);
    this.setDisconnected(found.id, false);
    this.#removed.set(found.id, { gateway: found, entry: profiles[index], index, wasSelected, wasDisconnected });
    return found;
  }

  /** What was removed comes back as it was, at its place. Throws `gateway_not_removed` and what {@link add} throws. */
  restore(name: string): ConfiguredGateway {
    const removed = this.#removed.get(gatewayId(name) ?? name);
    if (removed === undefined) {
      throw new GatehouseError('gateway_not_removed', `No gateway called ${name} was removed a moment ago.`, {
        remedy: 'Add it again: gatehouse gateway add NAME URL',
      });
    }
    const { gateway, entry, index, wasSelected, wasDisconnected } = removed;
    this.#mustBeFree(gateway.name);
    if (entry === undefined) this.#editShorthand(undefined, this.#shorthandEntry(gateway));
    else {
      const profiles = this.#keys.profiles.toSpliced(index, 0, entry);
      checkCount(profiles);
      this.#writeProfiles(profiles);
    }
    this.#removed.delete(gateway.id);
    if (wasSelected) this.select(gateway.name);
    this.setDisconnected(gateway.id, wasDisconnected);
    return this.#called(gateway.name);
  }

  /** It cannot be restored any more. */
  forgetRemoved(id: string): void {
    this.#removed.delete(id);
  }

  /** Remembers whether this gateway is to be left alone; false: it was so already. Throws as {@link select} does. */
  setDisconnected(id: string, isDisconnected: boolean): boolean {
    if (this.isDisconnected(id) === isDisconnected) return false;
    const others = this.#disconnected.filter(name => (gatewayId(name) ?? name) !== id);
    const next = isDisconnected ? [...others, id] : others;
    this.#write('gateway.disconnected', next.length === 0 ? undefined : next);
    this.#disconnected = next;
    return true;
  }

  /** Remembers the choice by hand. Throws `gateway_unknown`, `setting_not_in_file`, `settings_unwritable`. */
  select(name: string | null): ConfiguredGateway | null {
    const found = name === null ? null : this.#called(name);
    if (this.selectedId === (found?.id ?? null)) return found;
    this.#writeSelected(found?.name);
    return found;
  }

  #writeSelected(name: string | undefined): void {
    this.#write('gateway.selected', name);
    this.#selected = name ?? null;
  }

  #writeProfiles(profiles: readonly GatewayEntry[]): void {
    this.#write('gateway.profiles', profiles.length === 0 ? undefined : profiles);
    this.#keys = { ...this.#keys, profiles: [...profiles] };
  }

  /** Writes what is another than before; nothing before: all of it. */
  #editShorthand(before: ConfiguredGateway | undefined, entry: GatewayEntry): void {
    const { name, url, tlsFingerprint = null, scopes = this.#keys.scopes } = entry;
    if (before?.url !== url) this.#write('gateway.url', url);
    if (before?.name !== name) this.#write('gateway.name', name);
    if ((before?.tlsFingerprint ?? null) !== tlsFingerprint) {
      this.#write('gateway.tlsFingerprint', tlsFingerprint ?? undefined);
    }
    if (scopes.join() !== this.#keys.scopes.join()) this.#write('gateway.scopes', scopes);
    this.#keys = { ...this.#keys, name, url, tlsFingerprint, scopes };
  }

  #shorthandEntry({ name, url, tlsFingerprint, scopes }: ConfiguredGateway): GatewayEntry {
    const known = this.#keys.scopes.filter(scope => scopes.includes(scope));
    return { name, url, scopes: known, ...(tlsFingerprint === null ? {} : { tlsFingerprint }) };
  }

  #parsed(given: unknown): GatewayEntry {
    const parsed = GatewayEntry.safeParse(given);
    if (parsed.success) return parsed.data;
    throw new GatehouseError('gateway_invalid', `This gateway cannot be used: ${problemText(parsed.error)}.`, {
      remedy: 'Give a name, and an address like wss://gateway.example or ws://127.0.0.1:18789.',
    });
  }

  #mustBeFree(name: string): void {
    const known = this.find(name);
    if (known === undefined) return;
    throw new GatehouseError('gateway_exists', `There is a gateway called ${known.name} already (${known.url}).`, {
      remedy: `Choose another name, or remove it first: gatehouse gateway remove ${known.id}`,
    });
  }

  #called(name: string): ConfiguredGateway {
    const found = this.find(name);
    if (found !== undefined) return found;
    const names = this.list().map(known => known.name);
    throw new GatehouseError('gateway_unknown', `There is no gateway called ${name}.`, {
      remedy:
        names.length === 0
          ? 'None is configured. Add one with: gatehouse gateway add NAME URL'
          : `There is ${names.join(', ')}. See them with: gatehouse gateway list`,
    });
  }

  #isInFile(key: string): boolean {
    return this.#source.sources.get(key)?.source === 'file';
  }

  /** A value that the environment or a flag gives would hide whatever the file says. */
  #mayWrite(key: string): void {
    const { source, name } = this.#source.sources.get(key) ?? { source: 'default', name: '' };
    if (source === 'file' || source === 'default') return;
    throw new GatehouseError('setting_not_in_file', `${key} comes from ${name}, which wins over the settings file.`, {
      remedy: `Change or unset ${name}, and start Gatehouse again.`,
    });
  }

  #write(key: string, value: unknown): void {
    this.#mayWrite(key);
    const { file } = this.#source;
    try {
      if (value === undefined) file.delete(key);
      else file.set(key, value);
    } catch (error) {
      throw new GatehouseError('settings_unwritable', `${file.path} could not be written: ${errorMessage(error)}`, {
        remedy: 'Make room on the disk or give this user access to the file, and try again.',
        cause: error,
      });
    }
  }
}

/** With more of them than the schema takes, the next start would refuse the file. */
function checkCount(profiles: readonly GatewayEntry[]): void {
  const checked = gateway.shape.profiles.safeParse(profiles);
  if (checked.success) return;
  throw new GatehouseError('gateway_invalid', `Nothing was added: ${problemText(checked.error)}.`, {
    remedy: 'Remove a gateway first: gatehouse gateway list',
  });
}
