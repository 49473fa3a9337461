import type { GatewayRequest } from './gateway-request.ts';
import type { ModelAnswer } from './model.ts';

/** What the enclave's signature adds to an answer. */
export interface TeeFields {
  readonly tee_signature: string;
  readonly tee_request_hash: string;
  readonly tee_output_hash: string;
  readonly tee_timestamp: number;
  readonly tee_id: string;
}

/** The parts of OpenAI's chat completion objects that all pieces of one answer share. */
export interface CompletionHead {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

/** Head of the answer to `request`; `createdSeconds` is Unix time. */
export function completionHead(request: GatewayRequest, createdSeconds: number): CompletionHead {
  const id = `chatcmpl-sandbox-${Buffer.from(request.requestHash).toString('hex').slice(0, 20)}`;
  return { id, created: createdSeconds, model: request.model };
}

/** The whole answer as one object, with the signature's fields when there are any. */
export function singleCompletion(head: CompletionHead, answer: ModelAnswer, tee: Partial<TeeFields> = {}): unknown {
  const hasCalls = answer.toolCalls.length > 0;
  return {
    id: head.id,
    object: 'chat.completion',
    created: head.created,
    model: head.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: hasCalls ? null : answer.pieces.join(''),
          ...(hasCalls ? { tool_calls: answer.toolCalls } : {}),
        },
        finish_reason: answer.finishReason,
      },
    ],
    usage: usage(answer),
    ...tee,
  };
}

/** The streamed deltas of an answer, in order, without the closing frame. */
export function deltas(answer: ModelAnswer): readonly unknown[] {
  const calls = answer.toolCalls.flatMap((call, index) => [
    { tool_calls: [{ index, id: call.id, type: call.type, function: { name: call.function.name, arguments: '' } }] },
    { tool_calls: [{ index, function: { arguments: call.function.arguments } }] },
  ]);
  const words = answer.pieces.map(content => ({ content }));
  const [first = { content: '' }, ...rest] = [...calls, ...words];
  return [{ role: 'assistant', ...first }, ...rest];
}

/** One delta as an SSE event. */
export function deltaEvent(head: CompletionHead, delta: unknown): string {
  return event(head, { index: 0, delta, finish_reason: null });
}

/** The last event before `[DONE]`: finish reason, usage, and the signature's fields when there are any. */
export function closingEvent(head: CompletionHead, answer: ModelAnswer, tee: Partial<TeeFields> = {}): string {
  return event(head, { index: 0, delta: {}, finish_reason: answer.finishReason }, { usage: usage(answer), ...tee });
}

/** The terminator of an OpenAI stream. */
export const DONE_EVENT = 'data: [DONE]\n\n';

function event(head: CompletionHead, choice: unknown, more: object = {}): string {
  const { id, created, model } = head;
  const body = { id, object: 'chat.completion.chunk', created, model, choices: [choice], ...more };
  return `data: ${JSON.stringify(body)}\n\n`;
}

function usage(answer: ModelAnswer): Readonly<Record<string, number>> {
  const completionTokens = answer.toolCalls.length > 0 ? 1 : answer.pieces.length;
  return {
    prompt_tokens: answer.promptTokens,
    completion_tokens: completionTokens,
    total_tokens: answer.promptTokens + completionTokens,
  };
}
