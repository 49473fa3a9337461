import { fromPlain, type JsonObject, parseJson } from '../../../electron/core/json/index.ts';
import {
  type OhttpConfig,
  prepareRecipient,
  type SealedRequest,
  sealRequest,
} from '../../../electron/core/ohttp/index.ts';
import {
  type CanonicalRequest,
  canonicalizeRequest,
  openInner,
  type Proof,
  StreamAccumulator,
  teeIdentity,
  verifySingle,
  verifyStream,
  wireBytes,
} from '../../../electron/core/proof/index.ts';
import type { Sandbox, SandboxEnclave } from '../../../electron/sandbox/index.ts';

/** A request sealed to one enclave, with what is needed to judge the answer. */
export interface Prepared {
  readonly enclave: SandboxEnclave;
  readonly request: CanonicalRequest;
  readonly sealed: SealedRequest;
  readonly identity: ReturnType<typeof teeIdentity>;
}

/** Seals `body` with the product's own functions to the keys that the enclave has now. */
export async function prepare(enclave: SandboxEnclave, body: unknown): Promise<Prepared> {
  const request = canonicalizeRequest(typeof body === 'string' ? parseJson(body) : fromPlain(body));
  const { teeId, signingKeyDer, ohttp } = enclave.keys;
  const config: OhttpConfig = ohttp.config;
  const sealed = await sealRequest(await prepareRecipient(config), wireBytes(request, { stream: request.stream }));
  return { enclave, request, sealed, identity: teeIdentity({ teeId, signingKeyDer }) };
}

/** Posts to the relay as the product's relay client does; headers may be replaced. */
export function post(
  sandbox: Sandbox,
  prepared: Prepared,
  headers: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(`${sandbox.relayUrl}/api/v1/chat/ohttp`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'message/ohttp-req',
      accept: prepared.request.stream ? 'message/ohttp-chunked-res' : 'message/ohttp-res',
      'x-tee-id': prepared.enclave.teeId,
      authorization: `Bearer ${sandbox.bearerToken}`,
      ...headers,
    },
    body: prepared.sealed.wire,
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Opens and verifies a single answer. */
export async function openSingle(
  prepared: Prepared,
  response: Response,
  nowMs: number,
): Promise<{ readonly inner: JsonObject; readonly proof: Proof }> {
  const plaintext = await prepared.sealed.openSingle(new Uint8Array(await response.arrayBuffer()));
  const inner = openInner(plaintext);
  const { request, identity } = prepared;
  return { inner, proof: verifySingle({ inner, request, identity, nowMs }) };
}

/** Opens and verifies a streamed answer; `frames` are the decrypted events in order. */
export async function openStream(
  prepared: Prepared,
  response: Response,
  nowMs: number,
): Promise<{ readonly frames: readonly string[]; readonly proof: Proof }> {
  const opener = prepared.sealed.openChunked();
  const accumulator = new StreamAccumulator();
  const frames: string[] = [];
  const take = (opened: readonly Uint8Array[]): void => {
    for (const frame of opened) {
      frames.push(Buffer.from(frame).toString('utf8'));
      accumulator.push(frame);
    }
  };
  for await (const bytes of response.body as AsyncIterable<Uint8Array>) take(opener.push(bytes));
  take(opener.end());
  const { request, identity } = prepared;
  return { frames, proof: verifyStream({ outcome: accumulator.finish(), request, identity, nowMs }) };
}

/** The usual question. */
export function question(content: unknown, more: Readonly<Record<string, unknown>> = {}): unknown {
  return { model: 'sandbox/echo', messages: [{ role: 'user', content }], ...more };
}
