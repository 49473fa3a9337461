import type { CommandResult } from '../../contract/index.ts';
import { GatewaySettings, gatewayId, gatewaySecretNames } from '../../core/config/index.ts';
import { parseEndpoint } from '../../core/gateway/index.ts';
import { GatehouseError, prepareHome } from '../../core/platform/index.ts';
import type { CliIo, PlaceOptions } from '../io.ts';
import { printLine } from '../io.ts';
import { homeOf, settingsOf } from '../place.ts';
import { onSecrets } from '../secret-command.ts';
import { readHidden } from '../terminal.ts';
import { execute, statusIfRunning } from './running.ts';

/** Options of `gatehouse gateway add`. */
export interface AddOptions extends PlaceOptions {
  readonly priority?: number;
  readonly fingerprint?: string;
  readonly tokenStdin?: true;
  readonly passwordStdin?: true;
}

/** Options of `gatehouse gateway edit`. */
export interface EditOptions extends PlaceOptions {
  readonly name?: string;
  readonly url?: string;
  readonly fingerprint?: string;
  readonly scope?: readonly string[];
  readonly place?: number;
}

/** Options of `gatehouse gateway use`. */
export interface UseOptions extends PlaceOptions {
  readonly auto?: true;
}

/**
 * `gatehouse gateway add NAME URL`: a running instance connects at once. A secret comes from standard input and goes to
 * the secret store before, so that the first attempt has it. Throws what the settings and the address throw.
 */
export async function runGatewayAdd(io: CliIo, name: string, url: string, options: AddOptions): Promise<void> {
  const { priority, fingerprint, tokenStdin, passwordStdin } = options;
  if (tokenStdin && passwordStdin) throw wrongUsage('add', 'Standard input is either the token or the password.');
  const entry = {
    name,
    url,
    ...(priority === undefined ? {} : { priority }),
    ...(fingerprint === undefined ? {} : { tlsFingerprint: fingerprint }),
  };
  const id = await checked(io, entry, options);
  const kind = tokenStdin ? 'token' : passwordStdin ? 'password' : undefined;
  const secret = kind === undefined ? undefined : gatewaySecretNames({ id, isShorthand: false })[kind];
  if (secret !== undefined) {
    const value = await readHidden(io, `${kind === 'token' ? 'Token' : 'Password'} of ${name} (not shown): `);
    await onSecrets(io, options, { name: 'setSecret', secret, value });
  }
  try {
    const result = await inForce(io, options, {
      online: () => execute(io, options, { name: 'addGateway', gateway: entry }),
      offline: async settings => ({ changed: true, sentence: `Added ${settings.add(entry).name}.` }),
    });
    printLine(io, result.sentence);
  } catch (error) {
    // What was not added must not leave a secret for a later one of the same name.
    if (secret !== undefined) await deleteSecrets(io, options, [secret]);
    throw error;
  }
}

/**
 * `gatehouse gateway edit NAME`. Without a running instance its secrets cannot follow a new name, so that one is asked
 * for. Throws `wrong_usage`, `not_running`, and what the settings and the address throw.
 */
export async function runGatewayEdit(io: CliIo, name: string, options: EditOptions): Promise<void> {
  const { name: newName, url, fingerprint, scope, place } = options;
  const change = {
    ...(newName === undefined ? {} : { name: newName }),
    ...(url === undefined ? {} : { url }),
    ...(fingerprint === undefined ? {} : { tlsFingerprint: fingerprint === 'none' ? null : fingerprint }),
    ...(scope === undefined ? {} : { scopes: [...scope] }),
    ...(place === undefined ? {} : { place }),
  };
  if (Object.keys(change).length === 0) throw wrongUsage('edit', 'Nothing is to be changed.');
  const result = await inForce(io, options, {
    online: () => execute(io, options, { name: 'editGateway', profile: name, change }),
    offline: async settings => {
      if (newName !== undefined) {
        // Throws that it does not run, with the remedy.
        return execute(io, options, { name: 'editGateway', profile: name, change });
      }
      const found = settings.find(name);
      const pin = fingerprint === 'none' ? undefined : (fingerprint ?? found?.tlsFingerprint ?? undefined);
      if (found !== undefined) parseEndpoint(url ?? found.url, { tlsFingerprint: pin });
      return { changed: true, sentence: `Changed ${settings.edit(name, change).name}.` };
    },
  });
  printLine(io, result.sentence);
}

/** `gatehouse gateway remove NAME`, with its secrets. Throws `gateway_unknown` and what writing throws. */
export async function runGatewayRemove(io: CliIo, name: string, options: PlaceOptions): Promise<void> {
  const { sentence } = await inForce(io, options, {
    online: () => execute(io, options, { name: 'removeGateway', profile: name }),
    offline: async settings => {
      const removed = settings.remove(name);
      const { token, password } = gatewaySecretNames(removed);
      await deleteSecrets(io, options, [token, password]);
      return { changed: true, sentence: `Removed ${removed.name} and its secrets.` };
    },
  });
  printLine(io, sentence);
}

/** `gatehouse gateway use NAME`, or `--auto`. Throws `gateway_unknown` and what writing throws. */
export async function runGatewayUse(io: CliIo, name: string | undefined, options: UseOptions): Promise<void> {
  if ((name === undefined) !== (options.auto === true)) {
    throw wrongUsage('use', 'Give either the name of a gateway or --auto.');
  }
  const profile = name ?? null;
  const { sentence } = await inForce(io, options, {
    online: () => execute(io, options, { name: 'selectGateway', profile }),
    offline: async settings => {
      const chosen = settings.select(profile);
      const what = chosen === null ? 'The best gateway that can be reached' : chosen.name;
      return { changed: true, sentence: `${what} is used when Gatehouse runs.` };
    },
  });
  printLine(io, sentence);
}

/** The id of the new gateway, once everything that can be known before is right. */
async function checked(
  io: CliIo,
  entry: { readonly name: string; readonly url: string; readonly tlsFingerprint?: string },
  options: PlaceOptions,
): Promise<string> {
  parseEndpoint(entry.url, { tlsFingerprint: entry.tlsFingerprint });
  const id = gatewayId(entry.name);
  const taken =
    (await statusIfRunning(io, options))?.gateways ?? new GatewaySettings(await settingsOf(io, options)).list();
  const known = taken.find(gateway => gateway.id === id);
  if (known !== undefined) {
    throw new GatehouseError('gateway_exists', `There is a gateway called ${known.name} already.`, {
      remedy: `Choose another name, or remove it first: gatehouse gateway remove ${known.id}`,
    });
  }
  if (id !== undefined) return id;
  throw new GatehouseError('gateway_invalid', `A gateway cannot be called “${entry.name}”.`, {
    remedy: 'Use a name with a letter from a to z or a digit, other than “discovered” and “sandbox”.',
  });
}

/** Those that are there. */
async function deleteSecrets(io: CliIo, options: PlaceOptions, secrets: readonly string[]): Promise<void> {
  const { names = [] } = await onSecrets(io, options, { name: 'listSecrets' });
  for (const secret of secrets) {
    if (names.includes(secret)) await onSecrets(io, options, { name: 'deleteSecret', secret });
  }
}

interface Change {
  readonly online: () => Promise<CommandResult>;
  readonly offline: (settings: GatewaySettings) => Promise<CommandResult>;
}

/** The running instance changes its own settings; without one the file is changed here. */
async function inForce(io: CliIo, options: PlaceOptions, { online, offline }: Change): Promise<CommandResult> {
  if ((await statusIfRunning(io, options)) !== undefined) return online();
  await prepareHome(homeOf(io, options));
  return offline(new GatewaySettings(await settingsOf(io, options)));
}

function wrongUsage(command: 'add' | 'edit' | 'use', message: string): GatehouseError {
  return new GatehouseError('wrong_usage', message, {
    remedy: `See the help with: gatehouse gateway ${command} --help`,
  });
}
