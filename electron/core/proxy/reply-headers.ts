import type { ClientRequest } from './mapped-fields.ts';
import type { Verification } from './verification-mode.ts';

/** What a successful reply says in its headers. */
export interface ReplyFacts {
  /** Undefined when the head goes out before there is an enclave to ask. */
  readonly teeId: string | undefined;
  readonly verification: Verification;
  /** False while the proof is still to come: a progressive stream, or comments before a verified one. */
  readonly proven: boolean;
  /** The request, of which the fields that took no part or went under another name are told. */
  readonly request: Pick<ClientRequest, 'droppedFields' | 'mappedFields'>;
  readonly attempts: number;
}

/** Longest header value for names that the caller chose. */
const MAX_NAMES_LENGTH = 1_024;

/**
 * The headers of a successful reply. `X-OpenGradient-Verified` and `-TEE-Id` are the peer product's; ours say which
 * mode it was, which fields of the request took no part or went under another name, and whether it had to be sent twice.
 */
export function replyHeaders(facts: ReplyFacts): Record<string, string> {
  const { droppedFields, mappedFields } = facts.request;
  return {
    'x-opengradient-verified': facts.proven ? 'true' : 'pending',
    ...(facts.teeId === undefined ? {} : { 'x-opengradient-tee-id': facts.teeId }),
    'x-gatehouse-verification': facts.verification,
    ...(droppedFields.length === 0 ? {} : { 'x-gatehouse-dropped-fields': headerNames(droppedFields) }),
    ...(mappedFields.length === 0 ? {} : { 'x-gatehouse-mapped-fields': mappedFields.join(', ') }),
    ...(facts.attempts === 1 ? {} : { 'x-gatehouse-attempts': String(facts.attempts) }),
  };
}

/** Names that the caller chose, safe in a header: anything unusual in them becomes `?`. */
function headerNames(names: readonly string[]): string {
  return names
    .map(name => name.replace(/[^\w.[\]$-]/g, '?'))
    .join(', ')
    .slice(0, MAX_NAMES_LENGTH);
}
