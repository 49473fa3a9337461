/** A message as the provider answers with it whole. */
export interface SandboxMessage {
  readonly content: readonly { readonly type: 'text'; readonly text: string }[];
  readonly stop_reason: string;
  readonly usage: { readonly input_tokens: number; readonly output_tokens: number };
}

/** The same message as an event stream, in the order of events that the provider's documentation of streaming gives. */
export function messageEvents(message: SandboxMessage): string {
  const { content, stop_reason, usage } = message;
  const start = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 0 } };
  const blocks = content.flatMap(({ text }, index) => [
    event('content_block_start', { index, content_block: { type: 'text', text: '' } }),
    event('content_block_delta', { index, delta: { type: 'text_delta', text } }),
    event('content_block_stop', { index }),
  ]);
  return [
    event('message_start', { message: start }),
    ...blocks,
    event('message_delta', {
      delta: { stop_reason, stop_sequence: null },
      usage: { output_tokens: usage.output_tokens },
    }),
    event('message_stop', {}),
  ].join('');
}

function event(type: string, data: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}
