import type { StatusSnapshot } from '../contract/index.ts';
import { deadline, errorMessage, GatehouseError } from '../core/platform/index.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { controlClient } from './place.ts';

/** Longer than the proxy's own limits, so that its explanation arrives. */
const REQUEST_TIMEOUT_MS = 300_000;

/** The running instance's endpoint. Throws `endpoint_closed` with the proxy's own reason when it has none. */
export async function runningEndpoint(
  io: CliIo,
  options: PlaceOptions,
): Promise<{ endpoint: string; snapshot: StatusSnapshot }> {
  const snapshot = await controlClient(io, options).status(io.signal);
  const { endpoint, sentence, remedy } = snapshot.proxy;
  if (endpoint !== null) return { endpoint, snapshot };
  throw new GatehouseError('endpoint_closed', sentence, remedy === null ? {} : { remedy: remedy.text });
}

/** One JSON request to the endpoint. Throws what the endpoint answered as a sentence. */
export async function askEndpoint(
  io: CliIo,
  url: string,
  body?: unknown,
): Promise<{ json: unknown; headers: Headers }> {
  const limit = deadline(io.clock, REQUEST_TIMEOUT_MS, io.signal, () => new Error('no answer in time'));
  try {
    const response = await fetch(url, {
      signal: limit.signal,
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const json: unknown = await response.json();
    if (!response.ok) throw refusal(json, response.status);
    return { json, headers: response.headers };
  } catch (error) {
    if (error instanceof GatehouseError) throw error;
    io.signal.throwIfAborted();
    throw new GatehouseError('endpoint_failed', `The local endpoint could not be asked: ${errorMessage(error)}`, {
      remedy: 'Look at `gatehouse status`.',
      cause: error,
    });
  } finally {
    limit.done();
  }
}

function refusal(json: unknown, status: number): GatehouseError {
  const error = (json as { error?: { message?: unknown; remedy?: unknown } } | null)?.error;
  const message = typeof error?.message === 'string' ? error.message : `The local endpoint answered ${status}.`;
  const remedy = typeof error?.remedy === 'string' ? error.remedy : 'Look at `gatehouse status`.';
  return new GatehouseError('endpoint_refused', message, { remedy });
}
