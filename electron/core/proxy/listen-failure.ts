import { errorMessage, GatehouseError } from '../platform/index.ts';
import { findPortHolder } from './port-holder.ts';

/**
 * What a failed `listen` is to a person: GatehouseError `port_busy` (names the holder where it can be told,
 * also as `details.holder`), `port_forbidden`, or `proxy_failed`. A GatehouseError is returned as it is. `signal` cuts the look-up short.
 */
export async function explainListenFailure(error: unknown, port: number, signal: AbortSignal): Promise<GatehouseError> {
  if (error instanceof GatehouseError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const elsewhere = 'choose another port: proxy.port in the settings, --port or GATEHOUSE_PROXY_PORT.';
  if (code === 'EADDRINUSE') {
    const holder = await findPortHolder(port, signal);
    return new GatehouseError('port_busy', `Port ${port} is in use by ${holder ?? 'another program'}.`, {
      remedy: `Stop that program, or ${elsewhere}`,
      details: { holder },
      told: { code: 'proxy_port_busy', count: port, ...(holder === undefined ? {} : { other: nameless(holder) }) },
      cause: error,
    });
  }
  if (code === 'EACCES') {
    return new GatehouseError('port_forbidden', `This account may not listen on port ${port}.`, {
      remedy: `Ports below 1024 need special rights: ${elsewhere}`,
      cause: error,
    });
  }
  return new GatehouseError('proxy_failed', `The local endpoint could not start: ${errorMessage(error)}`, {
    cause: error,
  });
}

/** The refusal to serve more than this machine. */
export function notLoopback(host: string): GatehouseError {
  return new GatehouseError('proxy_host_not_loopback', `The local endpoint may not listen on ${host}.`, {
    remedy: 'Set proxy.host to 127.0.0.1, ::1 or localhost.',
  });
}

/** A holder whose name cannot be told is known by its number alone. */
function nameless(holder: string): string {
  return holder.replace(/^a process \((.+)\)$/, '$1');
}
