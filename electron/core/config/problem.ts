import type { z } from 'zod';
import { type SettingProblemCode, Told } from '../../contract/index.ts';

/** What is wrong with a value, in English, and by code for other languages. */
export interface Problem {
  readonly problem: string;
  readonly told?: Told;
}

type Values = Omit<Told, 'code' | 'of'>;
type Say = (values: Values & { readonly names: readonly string[] }) => string;

const CREDENTIALS = 'credentials belong in the secret store';

/** English. */
const SENTENCES: Readonly<Record<Exclude<SettingProblemCode, 'problem_entry'>, Say>> = {
  problem_whole_number: ({ name = '', count, total }) =>
    `expected a whole number${name === '' ? '' : ` of ${name}`} from ${count} to ${total}`,
  problem_off_or_number: ({ count, total }) => `expected 0 for off, or a whole number from ${count} to ${total}`,
  problem_choice: ({ names }) => `expected ${orList(names)}`,
  problem_flag: () => 'expected true or false',
  problem_text: () => 'expected a text',
  problem_empty: () => 'must not be empty',
  problem_too_long: ({ count }) => `must not be longer than ${count} characters`,
  problem_gateway_id: () => 'must have a letter from a to z or a digit, and be neither “discovered” nor “sandbox”',
  problem_gateway_name: () => 'expected the name of a gateway',
  problem_gateway_names: () => 'expected the names of gateways',
  problem_gateways: () => 'expected a list of gateways, each with name and url',
  problem_too_many_gateways: ({ count }) => `expected at most ${count} gateways`,
  problem_too_many_names: ({ count }) => `expected at most ${count} names`,
  problem_scopes: () => 'expected a list of scopes',
  problem_no_scope: () => 'expected at least one scope',
  problem_list_of_names: () => 'expected a list of names of gateways',
  problem_addresses: () => 'expected a list of addresses',
  problem_hash: () => 'expected 64 hex digits, with or without 0x',
  problem_fingerprint: () => 'expected 64 hex digits, with or without colons',
  problem_address: () => 'expected an address: 0x and 40 hex digits',
  problem_url: ({ names }) => `expected ${names[0]?.startsWith('http') === true ? 'an' : 'a'} ${orList(names)} address`,
  problem_example: ({ name }) => `expected an address like ${name}`,
  problem_credentials: () => `must not contain a user name or password: ${CREDENTIALS}`,
  problem_query: () => `must not contain a query or fragment: ${CREDENTIALS}`,
  problem_https: () => 'must be https, because tokens are sent there',
  problem_hours: ({ name }) => `expected two times of day such as ${name}`,
  problem_slug: () => 'expected lower-case letters, digits and hyphens',
  problem_local_address: () => 'expected an address of this computer',
  problem_loopback: ({ names }) => `expected ${names.join(', ')}: the proxy serves this computer only`,
  problem_invalid: () => 'is not valid',
};

/**
 * The `error` of a schema. An issue of zod carries one text and nothing else, so what is wrong travels as text too, and
 * {@link problemOf} reads it.
 */
export function wrong(code: keyof typeof SENTENCES, values: Values = {}): string {
  return JSON.stringify({ code, ...values });
}

/** The sentence and the code of what is wrong. */
export function problem(code: keyof typeof SENTENCES, values: Values = {}): Required<Problem> {
  return { problem: SENTENCES[code]({ ...values, names: values.names ?? [] }), told: { code, ...values } };
}

/** The first thing that is wrong, with its place in a list. A text that is none of ours stands as it is. */
export function problemOf({ issues: [issue] }: z.ZodError): Problem {
  if (issue === undefined) return problem('problem_invalid');
  const own = read(issue.message);
  if (issue.path.length === 0) return own;
  const name = issue.path.map(step => (typeof step === 'number' ? step + 1 : String(step))).join('.');
  return {
    problem: `entry ${name}: ${own.problem}`,
    ...(own.told === undefined ? {} : { told: { code: 'problem_entry', name, of: own.told } }),
  };
}

/** The first thing that is wrong, in English. */
export function problemText(error: z.ZodError): string {
  return problemOf(error).problem;
}

/** What is wrong with a file that is no JSON. The parser's message quotes the text, which may hold anything. */
export const NOT_JSON: Problem = {
  problem: 'The settings file cannot be read: it is not JSON.',
  told: { code: 'settings_not_json' },
};

/** What is wrong with a file that cannot be read. `why`: the system's words. */
export function unreadable(why: string): Problem {
  return {
    problem: `The settings file cannot be read: ${why.replace(/\.$/, '')}.`,
    told: { code: 'settings_file_unreadable', why },
  };
}

function read(message: string): Problem {
  if (!message.startsWith('{')) return { problem: message };
  const { code, ...values } = Told.parse(JSON.parse(message));
  return problem(code as keyof typeof SENTENCES, values);
}

function orList(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
