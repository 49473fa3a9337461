import { z } from 'zod';
import { errorMessage, GatehouseError, readPersonsText } from '../../core/platform/index.ts';
import type { CliIo } from '../io.ts';

const Text = z.string().max(8_192);

/** What `gatehouse setup --answers` takes. A step that is not in it is left out, but for the network. */
export const SetupAnswers = z.strictObject({
  network: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('account'),
      /** The login as the page offers it; absent: somebody is signed in already, or `import`. */
      login: z.looseObject({}).optional(),
      /** Takes over the session of og-veil. */
      import: z.boolean().optional(),
    }),
    z.strictObject({
      kind: z.literal('own'),
      rpcUrls: z.array(Text).min(1).max(16),
      registryAddress: Text,
      relayUrl: Text,
      chainId: z.number().optional(),
      token: Text.optional(),
    }),
    z.strictObject({ kind: z.literal('sandbox') }),
  ]),
  gateway: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('found') }),
      z.strictObject({ kind: z.literal('sandbox') }),
      z.strictObject({ kind: z.literal('named'), name: Text }),
      z.strictObject({
        kind: z.literal('url'),
        url: Text,
        name: Text.optional(),
        tlsFingerprint: Text.optional(),
        token: Text.optional(),
        password: Text.optional(),
        setup: Text.optional(),
      }),
    ])
    .optional(),
  subscriptions: z
    .array(z.strictObject({ name: Text, token: Text }))
    .max(100)
    .optional(),
  agents: z
    .array(
      z.strictObject({
        name: Text,
        kind: z.enum(['agent-server', 'trinity', 'local']),
        url: Text.optional(),
        secret: Text.optional(),
        subscription: Text.optional(),
      }),
    )
    .max(200)
    .optional(),
});
export type SetupAnswers = z.infer<typeof SetupAnswers>;

/** Far above any answers. */
const MAX_LENGTH = 1_048_576;

/** The answers of a file, or of standard input for `-`. Throws `answers_unreadable`, `answers_invalid`; neither repeats
 * what was read. */
export async function readAnswers(io: CliIo, path: string): Promise<SetupAnswers> {
  const text = await textOf(io, path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('they are not JSON');
  }
  const answers = SetupAnswers.safeParse(value);
  if (answers.success) return answers.data;
  const [issue] = answers.error.issues;
  throw invalid(`${issue?.path.join('.') || 'the whole'}: ${issue?.code.replaceAll('_', ' ') ?? 'not valid'}`);
}

async function textOf(io: CliIo, path: string): Promise<string> {
  if (path !== '-') {
    try {
      return (await readPersonsText(path, io.signal)).text;
    } catch (error) {
      io.signal.throwIfAborted();
      throw new GatehouseError('answers_unreadable', `${path} could not be read: ${errorMessage(error)}`, {
        remedy: 'Check the path, or use - for standard input.',
      });
    }
  }
  let text = '';
  for await (const chunk of io.stdin) {
    text += String(chunk);
    if (text.length > MAX_LENGTH) throw invalid('there are too many');
  }
  return text;
}

function invalid(problem: string): GatehouseError {
  return new GatehouseError('answers_invalid', `The answers cannot be used: ${problem}.`, {
    remedy: 'Give a JSON object like {"network":{"kind":"sandbox"}}; see: gatehouse setup --help',
  });
}
