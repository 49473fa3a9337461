import type { Command, CommandResult, GatewaySummary, StatusSnapshot, UsedGateway } from '../../contract/index.ts';
import { GatehouseError } from '../../core/platform/index.ts';
import type { CliIo, PlaceOptions } from '../io.ts';
import { controlClient } from '../place.ts';

/** The status of the running instance, undefined when none runs. Throws everything else. */
export async function statusIfRunning(io: CliIo, options: PlaceOptions): Promise<StatusSnapshot | undefined> {
  return controlClient(io, options)
    .status(io.signal)
    .catch((error: unknown) => {
      if (error instanceof GatehouseError && error.code === 'not_running') return undefined;
      throw error;
    });
}

/** The gateway that the running instance uses. Throws `gateway_missing`. */
export async function usedGateway(io: CliIo, options: PlaceOptions): Promise<UsedGateway> {
  const { gateway } = await controlClient(io, options).status(io.signal);
  if (gateway !== null) return gateway;
  throw missing();
}

/** The gateway of that name, or the one in use. Throws `gateway_missing`, `gateway_unknown`. */
export function named(gateways: readonly GatewaySummary[], name: string | undefined): GatewaySummary {
  const wanted = name?.trim().toLowerCase();
  const found = gateways.find(({ id, name: known, isActive }) =>
    wanted === undefined ? isActive : id === wanted || known.toLowerCase() === wanted,
  );
  if (found !== undefined) return found;
  if (gateways.length === 0) throw missing();
  throw new GatehouseError('gateway_unknown', `There is no gateway called ${name}.`, {
    remedy: `There is ${gateways.map(known => known.name).join(', ')}. See them with: gatehouse gateway list`,
  });
}

/** Runs a command in the running instance. Throws what it throws. */
export function execute(io: CliIo, options: PlaceOptions, command: Command): Promise<CommandResult> {
  return controlClient(io, options).execute(command, io.signal);
}

function missing(): GatehouseError {
  return new GatehouseError('gateway_missing', 'No gateway is configured.', {
    remedy: 'Add one with: gatehouse gateway add NAME URL (or set gateway.url).',
  });
}
