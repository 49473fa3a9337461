import { type SealedRequest, sealRequest } from '../ohttp/index.ts';
import { type CanonicalRequest, wireBytes } from '../proof/index.ts';
import { type Call, codeOf } from './call-ledger.ts';
import type { ServingLease, TeeProvider } from './ports.ts';
import type { RelayClient, RelayReply } from './relay-client.ts';
import { RelayError } from './relay-error.ts';

/** A request that was sent, and what came back unopened. */
export interface Exchange {
  readonly lease: ServingLease;
  readonly sealed: SealedRequest;
  readonly reply: RelayReply;
  /** 2 when the first attempt's connection failed. */
  readonly attempts: number;
}

/** What an exchange needs. */
export interface ExchangeParts {
  readonly tees: TeeProvider;
  readonly relay: Pick<RelayClient, 'post'>;
}

/**
 * Seals the request to the current enclave and sends it. When the relay could not be connected to, or closed the
 * connection without a response, another enclave is tried, once; never after a timeout or a status, when an answer may
 * have been made (and billed) already. A connection closed without a response leaves a small chance of that too; the
 * peer product takes it, and the reply's headers say that there were two attempts.
 */
export async function exchange(
  { tees, relay }: ExchangeParts,
  request: CanonicalRequest,
  stream: boolean,
  call: Call,
  signal: AbortSignal,
): Promise<Exchange> {
  const plaintext = wireBytes(request, { stream });
  for (let attempts = 1; ; attempts += 1) {
    const lease = await tees.acquire(signal);
    call.holds(lease);
    try {
      const sealed = await sealRequest(lease.session.recipient, plaintext);
      const reply = await relay.post({ teeId: lease.session.teeId, wire: sealed.wire, stream, signal });
      return { lease, sealed, reply, attempts };
    } catch (error) {
      if (!(error instanceof RelayError) || !error.canRetryElsewhere) throw error;
      tees.reportUnreachable(lease.session);
      if (attempts > 1 || signal.aborted) throw error;
      call.holds(undefined);
      lease.done({ kind: 'failed', code: codeOf(error) });
    }
  }
}
