import { type SealedRequest, sealRequest } from '../ohttp/index.ts';
import { type CanonicalRequest, wireBytes } from '../proof/index.ts';
import type { ServingLease } from './ports.ts';
import type { RelayClient, RelayReply } from './relay-client.ts';

/** A request that was sent, and what came back unopened. */
export interface Exchange {
  readonly lease: ServingLease;
  readonly sealed: SealedRequest;
  readonly reply: RelayReply;
}

/** Seals the request to the leased enclave and sends it. Throws RelayError, `login_required`, or the signal's reason. */
export async function exchange(
  relay: Pick<RelayClient, 'post'>,
  request: CanonicalRequest,
  lease: ServingLease,
  signal: AbortSignal,
): Promise<Exchange> {
  const { stream } = request;
  const { recipient, teeId } = lease.session;
  const sealed = await sealRequest(recipient, wireBytes(request, { stream }));
  const reply = await relay.post({ teeId, wire: sealed.wire, stream, signal });
  return { lease, sealed, reply };
}
