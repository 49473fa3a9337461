import type { UsedGateway } from '../contract/index.ts';
import { GatehouseError } from '../core/platform/index.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { printLine } from './io.ts';
import { controlClient } from './place.ts';
import { gatewayRows, painter } from './status-text.ts';

/** Options of `gatehouse gateway health`. */
export interface GatewayHealthOptions extends PlaceOptions {
  readonly json?: true;
}

/** `gatehouse gateway health`: what is known of the gateway. Throws `gateway_not_ready` unless it is connected. */
export async function runGatewayHealth(io: CliIo, options: GatewayHealthOptions): Promise<void> {
  const gateway = await runningGateway(io, options);
  if (options.json) printLine(io, JSON.stringify(gateway, null, 2));
  else for (const line of gatewayRows(gateway, io.clock.now(), painter(io.stdout, io.env))) printLine(io, line);
  if (gateway.connectedAt !== null) return;
  throw new GatehouseError('gateway_not_ready', `${gateway.profile} is not connected.`);
}

/** `gatehouse gateway reconnect`. Throws `gateway_missing`. */
export async function runGatewayReconnect(io: CliIo, options: PlaceOptions): Promise<void> {
  await runningGateway(io, options);
  const { sentence } = await controlClient(io, options).execute({ name: 'reconnectGateway' }, io.signal);
  printLine(io, sentence);
}

async function runningGateway(io: CliIo, options: PlaceOptions): Promise<UsedGateway> {
  const { gateway } = await controlClient(io, options).status(io.signal);
  if (gateway !== null) return gateway;
  throw new GatehouseError('gateway_missing', 'No gateway is configured.', {
    remedy: 'Set gateway.url in the settings file or GATEHOUSE_GATEWAY_URL, and start again.',
  });
}
