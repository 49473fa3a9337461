import { z } from 'zod';
import { errorMessage, GatehouseError, isAbortError } from '../platform/index.ts';

const Answer = z.object({ opengradient_verification: z.object({ verified: z.literal(true) }) });
const ModelList = z.object({ data: z.array(z.object({ id: z.string() })).min(1) });
const Refusal = z.object({
  error: z.object({ message: z.string(), remedy: z.string().nullish(), code: z.string().nullish().catch(null) }),
});

const PROMPT = 'Reply with the one word: ready';

/**
 * One small request through the local endpoint, as any client would send it, so that the whole way is tried. Gives the
 * model that answered. Throws the endpoint's own reason.
 */
export async function askEndpoint(endpoint: string, signal: AbortSignal): Promise<string> {
  const models = ModelList.safeParse(await fetchJson(`${endpoint}/models`, { signal }));
  const model = models.data?.data.map(({ id }) => id).sort()[0] ?? 'default';
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: PROMPT }] });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetchJson(`${endpoint}/chat/completions`, { method: 'POST', headers, body, signal });
  if (Answer.safeParse(answer).success) return model;
  throw new GatehouseError('answer_unproven', 'The answer to a test request came without its proof.', {
    remedy: 'Check again; the activity list has the details.',
  });
}

async function fetchJson(url: string, init: RequestInit): Promise<unknown> {
  try {
    const response = await fetch(url, init);
    const json: unknown = await response.json();
    if (response.ok) return json;
    const refusal = Refusal.safeParse(json);
    const message = refusal.data?.error.message ?? `The local endpoint answered with status ${response.status}.`;
    throw new GatehouseError(refusal.data?.error.code ?? 'endpoint_refused', message, {
      remedy: refusal.data?.error.remedy ?? 'Check again; the activity list has the details.',
    });
  } catch (error) {
    if (error instanceof GatehouseError || isAbortError(error)) throw error;
    init.signal?.throwIfAborted();
    throw new GatehouseError('endpoint_failed', `The local endpoint could not be asked: ${errorMessage(error)}.`, {
      remedy: 'Check again.',
      cause: error,
    });
  }
}
