import { parseUrl, Redactor, type SecretScrubber } from '../../platform/index.ts';

/** How variables that hold secrets are called. */
const SECRET_NAME =
  /(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|AUTH_?KEY|_KEY|_PAT|_AUTH)$/i;
/** Shorter values would blot out ordinary words. */
const MIN_LENGTH = 8;
/** What a random value looks like, whatever its variable is called: one long word of letters and digits. */
const RANDOM_WORD = /^(?=.*[A-Za-z])(?=.*\d)[A-Za-z0-9+/=_.~-]{24,}$/;
/** Digests and ids are long words too, and stand in every log for a good reason. */
const DIGEST_OR_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Values of these variables that a child may print and nobody should read, judged by the variables' names. */
export function secretsIn(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    SECRET_NAME.test(name) && value.length >= MIN_LENGTH ? [value] : [],
  );
}

/**
 * `scrubber`, and beyond it what one job brings along that is a secret by its name, by its looks, or as a password in
 * an address. For that job alone: hundreds of jobs a day must not make every later line slower to redact.
 */
export function scrubberFor(scrubber: SecretScrubber, extras: Readonly<Record<string, string>>): SecretScrubber {
  const values = [...secretsIn(extras), ...Object.values(extras).flatMap(secretInside)];
  if (values.length === 0) return scrubber;
  const own = new Redactor();
  for (const value of values) own.add(value);
  return { redact: text => scrubber.redact(own.redact(text)) };
}

function secretInside(value: string): readonly string[] {
  const looksRandom = RANDOM_WORD.test(value) && !DIGEST_OR_ID.test(value) && !value.includes('/');
  const password = decoded(parseUrl(value)?.password ?? '');
  return [...(looksRandom ? [value] : []), ...(password.length >= MIN_LENGTH ? [password] : [])];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
