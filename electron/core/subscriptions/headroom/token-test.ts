import type { Told } from '../../../contract/index.ts';
import { toldError } from '../../platform/index.ts';
import { classifyProviderResponse } from '../failure/provider-response.ts';
import { type ProviderCall, ProviderCallError } from './provider-call.ts';

/** What the provider thinks of a token. */
export interface TokenTest {
  readonly status: 'ok' | 'rate_limited' | 'invalid_token' | 'format' | 'other';
  /** For people; says what to do where something can be done. Never holds the token. */
  readonly sentence: string;
  /** What the sentence says, for languages that make their own. */
  readonly told: Told;
}

export interface TokenTestOptions {
  readonly call: ProviderCall;
  /** Wall time, milliseconds since the epoch. */
  readonly now: () => number;
}

/** What `claude setup-token` prints. */
const SETUP_TOKEN = /^sk-ant-oat01-[\x21-\x7e]{8,4096}$/;

/**
 * Tries a token at the provider, once. What is wrong by its shape is never sent. Rejects only with the signal's reason.
 */
export async function testToken(
  token: string,
  signal: AbortSignal,
  { call, now }: TokenTestOptions,
): Promise<TokenTest> {
  signal.throwIfAborted();
  if (token.startsWith('sk-ant-api')) {
    return {
      status: 'format',
      told: { code: 'token_is_api_key' },
      sentence: 'This is a platform API key, not the token of a subscription. Run claude setup-token to get one.',
    };
  }
  if (!SETUP_TOKEN.test(token)) {
    return {
      status: 'format',
      told: { code: 'token_malformed' },
      sentence: 'A subscription token begins with sk-ant-oat01- and has no blanks. Run claude setup-token to get one.',
    };
  }
  try {
    const answer = await call.send(token, signal);
    return verdict(answer.status, classifyProviderResponse(answer, now()).kind);
  } catch (thrown) {
    if (!(thrown instanceof ProviderCallError)) throw thrown;
    const { message } = thrown;
    return {
      status: 'other',
      told: { code: 'token_untested', why: message, of: toldError(thrown) },
      sentence: `The token could not be tested: ${message}`,
    };
  }
}

function verdict(status: number, kind: string): TokenTest {
  if (status === 200 && kind === 'none') {
    return { status: 'ok', told: { code: 'token_ok' }, sentence: 'The provider accepts the token.' };
  }
  if (status === 429 || (status === 200 && kind === 'rate_limit')) {
    return {
      status: 'rate_limited',
      told: { code: 'token_limited' },
      sentence: 'The provider knows the token, but its limit is reached for now.',
    };
  }
  if (status === 401) {
    return {
      status: 'invalid_token',
      told: { code: 'token_refused' },
      sentence:
        'The provider refuses the token: it is expired, revoked or mistyped. Run claude setup-token to get a new one.',
    };
  }
  if (status === 403) {
    return {
      status: 'invalid_token',
      told: { code: 'token_refused_here' },
      sentence:
        'The provider refuses the token for this organization. Ask its administrator, or use another subscription.',
    };
  }
  if (status === 402 || kind === 'auth') {
    return {
      status: 'other',
      told: { code: 'token_refused_billing' },
      sentence:
        'The provider refuses the account, most likely for its billing. See the account page of the subscription.',
    };
  }
  return {
    status: 'other',
    told: { code: 'token_untested_status', other: String(status) },
    sentence: `The token could not be tested: the provider answered with status ${status}.`,
  };
}
