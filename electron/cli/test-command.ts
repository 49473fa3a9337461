import { z } from 'zod';
import { GatehouseError } from '../core/platform/index.ts';
import { askEndpoint, runningEndpoint } from './endpoint.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { printLine } from './io.ts';

const DEFAULT_PROMPT = 'Say in one short sentence that private inference works.';

const Answer = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
  opengradient_verification: z.object({
    verified: z.literal(true),
    tee_id: z.string(),
    request_hash: z.string(),
    output_hash: z.string(),
    timestamp: z.number(),
  }),
});

const ModelList = z.object({ data: z.array(z.object({ id: z.string() })) });

async function modelNames(io: CliIo, endpoint: string): Promise<string[]> {
  const { json } = await askEndpoint(io, `${endpoint}/models`);
  const list = ModelList.safeParse(json);
  if (!list.success)
    throw new GatehouseError('endpoint_failed', 'The local endpoint gave a list of models that cannot be read.');
  return list.data.data.map(({ id }) => id).sort();
}

/** `gatehouse models`: the names, one a line. */
export async function runModels(io: CliIo, options: PlaceOptions): Promise<void> {
  const { endpoint } = await runningEndpoint(io, options);
  for (const name of await modelNames(io, endpoint)) printLine(io, name);
}

/** Options of `gatehouse test`. */
export interface TestOptions extends PlaceOptions {
  readonly model?: string;
}

/** `gatehouse test`: one prompt through the running proxy, as any client would send it. */
export async function runTest(io: CliIo, words: readonly string[], options: TestOptions): Promise<void> {
  const { endpoint, snapshot } = await runningEndpoint(io, options);
  const model = options.model ?? (await modelNames(io, endpoint))[0] ?? 'default';
  const content = words.length === 0 ? DEFAULT_PROMPT : words.join(' ');
  const { json } = await askEndpoint(io, `${endpoint}/chat/completions`, {
    model,
    messages: [{ role: 'user', content }],
  });
  const answer = Answer.safeParse(json);
  if (!answer.success) {
    throw new GatehouseError('answer_unproven', 'The answer came without its proof.', {
      remedy: 'Look at `gatehouse status`.',
    });
  }
  const proof = answer.data.opengradient_verification;
  printLine(io, answer.data.choices[0]?.message.content ?? '(the model answered without text)');
  printLine(io);
  printLine(io, `Verified: ${model}, signed by ${proof.tee_id} at ${new Date(proof.timestamp * 1000).toISOString()}`);
  printLine(io, `Request ${proof.request_hash}, answer ${proof.output_hash}`);
  if (snapshot.sandbox !== null)
    printLine(io, 'Sandbox: this answer comes from the embedded sandbox, not from a real network.');
}
