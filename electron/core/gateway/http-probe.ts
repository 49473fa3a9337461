import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Clock, deadline } from '../platform/index.ts';
import type { GatewayEndpoint } from './endpoint.ts';
import { GatewayError } from './errors.ts';
import { finishWhenPinned } from './pinned-request.ts';
import { asRecord } from './untrusted.ts';

/**
 * What a gateway's own HTTP probes tell. `no-process`: nobody listens. `silent`: somebody took the connection and said
 * nothing in time. `other`: an answer that is no OpenClaw gateway's.
 */
export type ProbeFinding = 'no-process' | 'silent' | 'starting' | 'draining' | 'live' | 'other';

/** Looks once. Never rejects. */
export type ProbeGateway = (endpoint: GatewayEndpoint, clock: Clock, signal: AbortSignal) => Promise<ProbeFinding>;

const LOOPBACK_MS = 1_000;
const REMOTE_MS = 3_000;
/** The real answers are below 200 bytes (gateway 2026.9.1). */
const BODY_BYTES = 4_096;

interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * Asks `/startupz`, and `/healthz` of a gateway that does not know it. Sends no credential, follows no redirect, keeps
 * no socket; a pinned certificate is checked before the request is written.
 */
export const probeGateway: ProbeGateway = async (endpoint, clock, signal) => {
  const limit = deadline(clock, endpoint.isLoopback ? LOOPBACK_MS : REMOTE_MS, signal, () => new Error('too late'));
  try {
    const startup = read(await ask(endpoint, '/startupz', limit.signal));
    return startup === 'other' ? read(await ask(endpoint, '/healthz', limit.signal)) : startup;
  } catch (error) {
    if (limit.signal.aborted) return 'silent';
    return (error as { code?: unknown }).code === 'ECONNREFUSED' ? 'no-process' : 'other';
  } finally {
    limit.done();
  }
};

function read({ status, body }: Answer): ProbeFinding {
  const answer = asRecord(parsed(body));
  const said = answer?.['status'];
  if (status === 503 && (said === 'starting' || said === 'draining')) return said;
  if (status === 200 && answer?.['ok'] === true && (said === 'started' || said === 'live')) return 'live';
  return 'other';
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function ask({ url, isSecure, pin }: GatewayEndpoint, path: string, signal: AbortSignal): Promise<Answer> {
  const address = `${url.replace(/^ws/, 'http').replace(/\/$/, '')}${path}`;
  const options: RequestOptions = { method: 'GET', agent: false, signal, headers: { accept: 'application/json' } };
  return new Promise((resolve, reject) => {
    const request = isSecure
      ? httpsRequest(address, pin === undefined ? options : { ...options, rejectUnauthorized: false })
      : httpRequest(address, options);
    request.once('error', reject);
    request.once('response', response => collect(response, resolve, reject));
    if (pin === undefined) request.end();
    else finishWhenPinned(pin)(request);
  });
}

function collect(response: IncomingMessage, resolve: (answer: Answer) => void, reject: (error: Error) => void): void {
  let body = '';
  response.setEncoding('latin1');
  response.on('data', (chunk: string) => {
    body += chunk;
    if (body.length > BODY_BYTES) {
      reject(new GatewayError('gateway_answer_invalid', 'The answer to a probe is too long.'));
      response.destroy();
    }
  });
  response.once('error', reject);
  response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
}
