import { gatewayId } from '../../contract/index.ts';
import { errorMessage, GatehouseError } from '../platform/index.ts';
import { type ConfiguredGateway, configuredGateways, type GatewayKeys } from './gateways.ts';
import type { LoadedSettings } from './load.ts';
import { problemText } from './resolve.ts';
import { GatewayEntry, gateway } from './schema-gateway.ts';

/** What of the loaded settings is needed to change gateways. */
export type GatewaySettingsSource = Pick<LoadedSettings, 'settings' | 'sources' | 'file'>;

/**
 * The gateways of the settings, and the changes that a person makes to them while Gatehouse runs or does not: each is
 * checked, written to the settings file, and in force for the next question. Not for two processes at once: the running
 * one does it when there is one.
 */
export class GatewaySettings {
  readonly #source: GatewaySettingsSource;
  #keys: GatewayKeys;
  #selected: string | null;

  constructor(source: GatewaySettingsSource) {
    this.#source = source;
    this.#keys = source.settings.gateway;
    this.#selected = source.settings.gateway.selected;
  }

  list(): readonly ConfiguredGateway[] {
    return configuredGateways(this.#keys);
  }

  /** The id that was chosen by hand, whether there is such a gateway or not; null: automatic. */
  get selectedId(): string | null {
    return this.#selected === null ? null : (gatewayId(this.#selected) ?? this.#selected);
  }

  /** The gateway of that name, case and signs aside. */
  find(name: string): ConfiguredGateway | undefined {
    const id = gatewayId(name);
    return this.list().find(gateway => gateway.id === id);
  }

  /** Adds at the end of the list. Throws `gateway_invalid`, `gateway_exists`, `setting_not_in_file`, `settings_unwritable`. */
  add(given: unknown): ConfiguredGateway {
    const parsed = GatewayEntry.safeParse(given);
    if (!parsed.success) {
      throw new GatehouseError('gateway_invalid', `This gateway cannot be used: ${problemText(parsed.error)}.`, {
        remedy: 'Give a name, and an address like wss://gateway.example or ws://127.0.0.1:18789.',
      });
    }
    const known = this.find(parsed.data.name);
    if (known !== undefined) {
      throw new GatehouseError('gateway_exists', `There is a gateway called ${known.name} already (${known.url}).`, {
        remedy: `Choose another name, or remove it first: gatehouse gateway remove ${known.id}`,
      });
    }
    const profiles = [...this.#keys.profiles, parsed.data];
    const checked = gateway.shape.profiles.safeParse(profiles);
    if (!checked.success) {
      throw new GatehouseError('gateway_invalid', `Nothing was added: ${problemText(checked.error)}.`, {
        remedy: 'Remove a gateway first: gatehouse gateway list',
      });
    }
    this.#write('gateway.profiles', profiles);
    this.#keys = { ...this.#keys, profiles };
    return this.#called(parsed.data.name);
  }

  /** Removes it; a choice by hand of it ends. Throws `gateway_unknown`, `setting_not_in_file`, `settings_unwritable`. */
  remove(name: string): ConfiguredGateway {
    const found = this.#called(name);
    if (found.isShorthand) {
      const keys = ['gateway.url', 'gateway.name', 'gateway.tlsFingerprint'] as const;
      this.#mayWrite('gateway.url');
      for (const key of keys) if (this.#isInFile(key)) this.#write(key, undefined);
      this.#keys = { ...this.#keys, url: null };
    } else {
      const profiles = this.#keys.profiles.filter(entry => gatewayId(entry.name) !== found.id);
      this.#write('gateway.profiles', profiles.length === 0 ? undefined : profiles);
      this.#keys = { ...this.#keys, profiles };
    }
    if (this.selectedId === found.id) this.select(null);
    return found;
  }

  /** Remembers the choice by hand. Throws `gateway_unknown`, `setting_not_in_file`, `settings_unwritable`. */
  select(name: string | null): ConfiguredGateway | null {
    const found = name === null ? null : this.#called(name);
    if (this.selectedId === (found?.id ?? null)) return found;
    this.#write('gateway.selected', found?.name);
    this.#selected = found?.name ?? null;
    return found;
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
        remedy: 'Give this user access to the file, and try again.',
        cause: error,
      });
    }
  }
}
