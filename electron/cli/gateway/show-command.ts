import type { GatewaySummary } from '../../contract/index.ts';
import { configuredGateways, DISCOVERED_ID, gatewayId } from '../../core/config/index.ts';
import { findLocalGateway } from '../../core/openclaw/index.ts';
import { GatehouseError, parseUrl, Redactor } from '../../core/platform/index.ts';
import type { CliIo, PlaceOptions } from '../io.ts';
import { printLine } from '../io.ts';
import { settingsOf } from '../place.ts';
import { gatewayRows } from '../status-text.ts';
import { painter, row } from '../text.ts';
import { detailRows, listRows } from './rows.ts';
import { execute, statusIfRunning, usedGateway } from './running.ts';

/** Options of the commands that only show something. */
export interface ShowOptions extends PlaceOptions {
  readonly json?: true;
}

/** `gatehouse gateway list`: from the running instance, or from the settings when there is none. */
export async function runGatewayList(io: CliIo, options: ShowOptions): Promise<void> {
  const gateways = (await statusIfRunning(io, options))?.gateways ?? (await configured(io, options));
  if (options.json) printLine(io, JSON.stringify(gateways, null, 2));
  else if (gateways.length === 0) {
    printLine(io, 'No gateway is configured. Add one with: gatehouse gateway add NAME URL');
  } else for (const line of listRows(gateways, painter(io.stdout, io.env))) printLine(io, line);
}

/** `gatehouse gateway health`: what is known of the gateway. Throws `gateway_not_ready` unless it is connected. */
export async function runGatewayHealth(io: CliIo, options: ShowOptions): Promise<void> {
  const gateway = await usedGateway(io, options);
  const paint = painter(io.stdout, io.env);
  if (options.json) printLine(io, JSON.stringify(gateway, null, 2));
  else {
    const { details, connectedAt } = gateway;
    const nowMs = io.clock.now();
    const rows = details === null ? [] : detailRows(details, { nowMs, isConnected: connectedAt !== null }, paint);
    for (const line of [...gatewayRows(gateway, nowMs, paint), ...rows]) printLine(io, line);
  }
  if (gateway.connectedAt !== null) return;
  throw new GatehouseError('gateway_not_ready', `${gateway.profile} is not connected. ${gateway.sentence}`, {
    remedy: gateway.remedy?.text ?? 'Gatehouse goes on trying. See: gatehouse gateway list',
  });
}

/** `gatehouse gateway reconnect`: one gateway, or the one in use. Throws `gateway_missing`, `gateway_unknown`. */
export async function runGatewayReconnect(io: CliIo, name: string | undefined, options: PlaceOptions): Promise<void> {
  if (name === undefined) await usedGateway(io, options);
  const profile = name === undefined ? {} : { profile: name };
  printLine(io, (await execute(io, options, { name: 'reconnectGateway', ...profile })).sentence);
}

/** `gatehouse gateway disconnect`: until it is connected again, also over a restart. Throws as reconnecting does. */
export async function runGatewayDisconnect(io: CliIo, name: string | undefined, options: PlaceOptions): Promise<void> {
  if (name === undefined) await usedGateway(io, options);
  const profile = name === undefined ? {} : { profile: name };
  printLine(io, (await execute(io, options, { name: 'disconnectGateway', ...profile })).sentence);
}

/** `gatehouse gateway discover`: what OpenClaw on this computer is set up for. Throws `gateway_not_found`. */
export async function runGatewayDiscover(io: CliIo, options: ShowOptions): Promise<void> {
  const found = await findLocalGateway({ env: io.env, userFolder: io.userFolder }, io.signal);
  if (found === undefined) {
    throw new GatehouseError('gateway_not_found', 'There is no configuration of OpenClaw on this computer.', {
      remedy: 'Set OPENCLAW_CONFIG_PATH if it is elsewhere, or add a gateway: gatehouse gateway add NAME URL',
    });
  }
  // An address may carry a credential by mistake, and a note quotes paths.
  const redactor = new Redactor();
  for (const secret of [found.token, found.password]) if (secret !== undefined) redactor.add(secret);
  const { origin, tlsFingerprint, notes } = found;
  const url = redactor.redact(found.url);
  const secrets = { hasToken: found.token !== undefined, hasPassword: found.password !== undefined };
  if (options.json) {
    printLine(io, JSON.stringify({ url, origin, tlsFingerprint, ...secrets, notes }, null, 2));
    return;
  }
  const secret = secrets.hasToken ? 'a token' : secrets.hasPassword ? 'a password' : 'no token and no password';
  printLine(io, row('Address', url));
  printLine(io, row('Source', `${origin}, with ${secret}`));
  if (tlsFingerprint !== null) printLine(io, row('Certificate', tlsFingerprint));
  for (const note of notes) printLine(io, row('Note', redactor.redact(note)));
  const { settings } = await settingsOf(io, options);
  const own = configuredGateways(settings.gateway);
  if (own.length > 0) printLine(io, row('Note', `Not used: ${own.map(({ name }) => name).join(', ')} is configured.`));
  else if (!settings.gateway.discover) printLine(io, row('Note', 'Not used: gateway.discover is off.'));
}

/** What there would be if Gatehouse ran. */
async function configured(io: CliIo, options: PlaceOptions): Promise<readonly GatewaySummary[]> {
  const { gateway } = (await settingsOf(io, options)).settings;
  const selectedId = gateway.selected === null ? null : gatewayId(gateway.selected);
  const idle = {
    isActive: false,
    state: 'idle',
    health: 'paused',
    sentence: 'Gatehouse is not running.',
    since: io.clock.now(),
    nextAttemptAt: null,
    approval: null,
  } as const;
  const own = configuredGateways(gateway).map(
    ({ id, name, url, priority }): GatewaySummary => ({
      ...idle,
      id,
      name,
      host: new URL(url).host,
      priority,
      isPinned: id === selectedId,
      source: 'settings',
    }),
  );
  if (own.length > 0 || !gateway.discover) return own.sort((one, other) => one.priority - other.priority);
  const found = await findLocalGateway({ env: io.env, userFolder: io.userFolder }, io.signal);
  if (found === undefined) return [];
  const host = parseUrl(found.url)?.host ?? 'unknown';
  return [{ ...idle, id: DISCOVERED_ID, name: 'OpenClaw', host, priority: 1, isPinned: false, source: 'discovered' }];
}
