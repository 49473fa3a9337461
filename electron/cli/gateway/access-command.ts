import { GatehouseError, sleep } from '../../core/platform/index.ts';
import type { CliIo, PlaceOptions } from '../io.ts';
import { printLine } from '../io.ts';
import { controlClient } from '../place.ts';
import { execute, usedGateway } from './running.ts';

/** Options of `gatehouse gateway restart`. */
export interface RestartOptions extends PlaceOptions {
  readonly force?: true;
}

/** Options of `gatehouse gateway access`. */
export interface AccessOptions extends PlaceOptions {
  readonly scope: readonly string[];
  /** Seconds. */
  readonly timeout: number;
}

const POLL_MS = 500;

/** `gatehouse gateway restart`: one gateway, or the one in use. Throws what the running instance throws. */
export async function runGatewayRestart(io: CliIo, name: string | undefined, options: RestartOptions): Promise<void> {
  if (name === undefined) await usedGateway(io, options);
  const command = {
    name: 'restartGateway' as const,
    ...(name === undefined ? {} : { profile: name }),
    force: options.force === true,
  };
  printLine(io, (await execute(io, options, command)).sentence);
}

/**
 * `gatehouse gateway access`: asks the owner of the gateway in use for more access, shows the command that gives it, and
 * waits for it. Throws `gateway_not_connected`, `gateway_access_refused`, and `gateway_not_approved` when the time is over.
 */
export async function runGatewayAccess(io: CliIo, options: AccessOptions): Promise<void> {
  const { profile, connectedAt: sinceMs, sentence: why, remedy } = await usedGateway(io, options);
  if (sinceMs === null) throw notConnected(profile, why, remedy?.text);
  const endsAtMs = io.clock.monotonicMs() + options.timeout * 1_000;
  const { sentence } = await execute(io, options, { name: 'upgradeGatewayScopes', scopes: [...options.scope] });
  printLine(io, sentence);
  const { gateways } = await controlClient(io, options).status(io.signal);
  if (gateways.some(({ isActive, source }) => isActive && source === 'sandbox')) {
    printLine(io, 'This is the sandbox: it approves by itself in a few seconds.');
  }
  for (;;) {
    const { scopes, approval, connectedAt } = await usedGateway(io, options);
    const has = new Set(scopes.granted);
    if (has.has('operator.admin') || options.scope.every(scope => has.has(scope))) {
      printLine(io, `${profile} grants ${scopes.granted.join(', ')}.`);
      return;
    }
    // While it connects anew with the wider access there is neither a request nor a grant.
    if (approval === null && connectedAt !== null) throw refused(profile);
    if (io.clock.monotonicMs() >= endsAtMs) throw tooLate(profile, options.timeout, approval?.command);
    await sleep(io.clock, POLL_MS, io.signal);
  }
}

/** Nobody could be asked: the way to a connection comes first. */
function notConnected(profile: string, why: string, remedy: string | undefined): GatehouseError {
  return new GatehouseError('gateway_not_connected', `${profile} cannot be asked, for it is not connected. ${why}`, {
    remedy: remedy ?? 'Wait until it is connected, or try at once with: gatehouse gateway reconnect',
  });
}

function refused(profile: string): GatehouseError {
  return new GatehouseError('gateway_access_refused', `${profile} has not given the wider access.`, {
    remedy: 'Ask again, and approve it on the computer of the gateway.',
  });
}

function tooLate(profile: string, seconds: number, command: string | undefined): GatehouseError {
  return new GatehouseError('gateway_not_approved', `${profile} has not decided within ${seconds} s.`, {
    remedy: `Run ${command ?? 'openclaw devices list'} on its computer; Gatehouse goes on waiting.`,
  });
}
