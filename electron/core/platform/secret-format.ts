import { z } from 'zod';
import { GatehouseError } from './errors.ts';

const NAME = /^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/;
const MAX_NAME_LENGTH = 100;
/** Below this a value cannot be told from ordinary words, so logs could not be kept clean of it. */
const MIN_VALUE_LENGTH = 8;
const MAX_VALUE_LENGTH = 65_536;

const SecretsFile = z.object({ version: z.literal(1), secrets: z.record(z.string(), z.string()) });

/** Why `name` or `value` cannot be stored, undefined when they can. The texts never contain the value. */
export function secretProblem(name: string, value: string): { message: string; remedy: string } | undefined {
  if (!NAME.test(name) || name.length > MAX_NAME_LENGTH) {
    return {
      message: 'The name of a secret is made of lower-case words joined by dots.',
      remedy: 'Use a name like relay.token.',
    };
  }
  if (value.length < MIN_VALUE_LENGTH || value.length > MAX_VALUE_LENGTH) {
    return {
      message: `The value of ${name} must have ${MIN_VALUE_LENGTH} to ${MAX_VALUE_LENGTH} characters, it has ${value.length}.`,
      remedy: 'Check that the whole value was given on standard input.',
    };
  }
  // Control characters would end an HTTP header early.
  if ([...value].some(character => character < ' ' || character === '\u007f')) {
    return {
      message: `The value of ${name} contains a line break or another control character.`,
      remedy: 'Give the value on one line.',
    };
  }
  return undefined;
}

/** The text of a secrets file. */
export function formatSecrets(secrets: ReadonlyMap<string, string>): string {
  return `${JSON.stringify({ version: 1, secrets: Object.fromEntries(secrets) }, null, 2)}\n`;
}

/** Reads the text of a secrets file. Throws `secret_store_unreadable`; the error never contains any of the text. */
export function parseSecrets(text: string, path: string): Map<string, string> {
  let parsed: z.infer<typeof SecretsFile>;
  try {
    parsed = SecretsFile.parse(JSON.parse(text));
  } catch {
    // The parser's own message quotes the text, so it is not kept as the cause.
    throw new GatehouseError('secret_store_unreadable', `The secrets file ${path} is damaged.`, {
      remedy: 'Repair it, or move it away and set the secrets again with `gatehouse secret set NAME`.',
    });
  }
  return new Map(Object.entries(parsed.secrets));
}
