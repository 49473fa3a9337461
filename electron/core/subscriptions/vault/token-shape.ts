import { SubscriptionsError } from '../shared/errors.ts';
import { nameKey, type SubscriptionKind } from './subscription.ts';

/** The prefixes with which the provider marks its credentials. */
const SETUP_TOKEN_PREFIX = 'sk-ant-oat01-';
const API_KEY_PREFIX = 'sk-ant-api';
/** Shorter is a placeholder or was cut off; longer would not fit a header. */
const MIN_BODY_LENGTH = 16;
const MAX_TOKEN_LENGTH = 4_096;
const MAX_NAME_LENGTH = 60;
const MAX_TEXT_LENGTH = 500;
/** What `claude setup-token` says of its own output: about a year. */
const SETUP_TOKEN_LIFE_MS = 365 * 86_400_000;

/** The token without the blanks around it, and what it is. Throws `subscription_token_invalid`; never quotes the token. */
export function readToken(text: string): { readonly token: string; readonly kind: SubscriptionKind } {
  const token = text.trim();
  if (token === '') throw invalid('No token was given.', 'Give the output of `claude setup-token` on standard input.');
  if (!/^[\x21-\x7e]*$/.test(token)) {
    throw invalid('The token contains a blank, a line break or another character that no token has.', COPY_ALL);
  }
  const prefix = [SETUP_TOKEN_PREFIX, API_KEY_PREFIX].find(start => token.startsWith(start));
  if (prefix === undefined) {
    // Not the whole prefix: it would be taken for a token itself where texts are redacted.
    throw invalid('The token starts neither with sk-ant-oat nor with sk-ant-api.', COPY_ALL);
  }
  if (token.length < prefix.length + MIN_BODY_LENGTH || token.length > MAX_TOKEN_LENGTH) {
    throw invalid(`The token has ${token.length} characters, which cannot be all of it, or not only it.`, COPY_ALL);
  }
  return { token, kind: prefix === SETUP_TOKEN_PREFIX ? 'setup_token' : 'api_key' };
}

const COPY_ALL = 'Copy the whole token as `claude setup-token` prints it.';

/** When a token that is entered now probably ends, milliseconds since the epoch; null: it does not by itself. */
export function probableEnd(kind: SubscriptionKind, nowMs: number): number | null {
  return kind === 'setup_token' ? nowMs + SETUP_TOKEN_LIFE_MS : null;
}

/** The name without the blanks around it. Throws `subscription_name_invalid`. */
export function readName(text: string): string {
  const name = text.trim().normalize('NFC');
  if (name.length === 0 || name.length > MAX_NAME_LENGTH || hasControls(name)) {
    throw new SubscriptionsError(
      'subscription_name_invalid',
      `A subscription's name has 1 to ${MAX_NAME_LENGTH} characters on one line.`,
      { remedy: 'Choose a short name, for example the account it belongs to.' },
    );
  }
  // People paste into the wrong field; a name is shown everywhere.
  if (nameKey(name).startsWith('sk-ant-')) {
    throw new SubscriptionsError('subscription_name_invalid', 'The name looks like a token.', {
      remedy: 'Give a name of your own; the token goes into standard input only.',
    });
  }
  return name;
}

/** A free text of one line, cut to 500 characters; null for an empty one. */
export function readText(text: string | null | undefined): string | null {
  const line = [...(text ?? '').trim()].map(character => (hasControls(character) ? ' ' : character)).join('');
  return line === '' ? null : line.slice(0, MAX_TEXT_LENGTH);
}

function hasControls(text: string): boolean {
  return [...text].some(character => character < ' ' || (character >= '\u007f' && character <= '\u009f'));
}

function invalid(message: string, remedy: string): SubscriptionsError {
  return new SubscriptionsError('subscription_token_invalid', message, { remedy });
}
