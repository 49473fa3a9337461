import { GatehouseError, type GatehouseErrorOptions } from '../platform/index.ts';

export type GatewayErrorCode =
  | 'gateway_url_invalid'
  | 'gateway_plaintext_refused'
  | 'gateway_pin_invalid'
  | 'gateway_pin_mismatch'
  | 'gateway_device_unreadable'
  | 'gateway_challenge_invalid'
  | 'gateway_not_connected'
  | 'gateway_closed'
  | 'gateway_stopped'
  | 'gateway_request_timeout'
  | 'gateway_request_invalid'
  | 'gateway_request_too_large'
  | 'gateway_request_backlog'
  | 'gateway_unsupported'
  | 'gateway_answer_invalid'
  | 'gateway_scope_missing';

/** Something between us and the gateway; see the codes. */
export class GatewayError extends GatehouseError {
  declare readonly code: GatewayErrorCode;

  constructor(code: GatewayErrorCode, message: string, options: GatehouseErrorOptions = {}) {
    super(code, message, options);
  }
}

/** What {@link GatewayRefusal} keeps of the gateway's error. Its free text stays out: it may repeat prompts or paths. */
export interface RefusalFacts {
  readonly method: string;
  /** `INVALID_REQUEST`, `FORBIDDEN`, `UNAVAILABLE` … */
  readonly gatewayCode: string;
  /** `details.code`, then `details.reason`; null when it has neither. */
  readonly reason: string | null;
  /** `details.missingScope` of a scope error. */
  readonly missingScope: string | null;
  readonly retryable: boolean;
  /** As sent, a whole number of milliseconds of at least 0; null when missing or malformed. */
  readonly retryAfterMs: number | null;
}

/** The gateway answered a request with an error. Branch on `facts.reason`, then on `facts.gatewayCode`. */
export class GatewayRefusal extends GatehouseError {
  declare readonly code: 'gateway_refused';
  readonly facts: RefusalFacts;

  constructor(facts: RefusalFacts) {
    const why = facts.missingScope === null ? (facts.reason ?? facts.gatewayCode) : `it needs ${facts.missingScope}`;
    super('gateway_refused', `The gateway refused ${facts.method}: ${why}.`, {
      retryable: facts.retryable,
      details: { ...facts },
      ...(facts.missingScope === null ? {} : { remedy: `Approve ${facts.missingScope} for Gatehouse on the gateway.` }),
    });
    this.facts = facts;
  }
}

/** There is no authorized connection right now. */
export function notConnected(): GatewayError {
  return new GatewayError('gateway_not_connected', 'The gateway is not connected.', {
    retryable: true,
    remedy: 'See why with: gatehouse status. Connect again with: gatehouse gateway reconnect',
  });
}

/** The client was stopped while something was pending. */
export function clientStopped(): GatewayError {
  return new GatewayError('gateway_stopped', 'The gateway client was stopped.', { retryable: true });
}
