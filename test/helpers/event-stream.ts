import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:http';

/** A whole event stream, taken apart. */
export interface ParsedStream {
  /** Every JSON event. */
  readonly events: readonly Record<string, unknown>[];
  /** `choices[0].delta.content` of those that have one. */
  readonly texts: readonly string[];
  readonly comments: readonly string[];
  /** How many end markers. */
  readonly done: number;
}

/** Parses the text of an event stream; any line that is neither data, comment nor blank fails the test. */
export function parseEvents(stream: string): ParsedStream {
  const lines = stream.split('\n').filter(line => line !== '');
  const odd = lines.find(line => !line.startsWith('data: ') && !line.startsWith(': '));
  if (odd !== undefined) throw new Error(`Not a line of an event stream: ${odd}`);
  const data = lines.filter(line => line.startsWith('data: ')).map(line => line.slice(6));
  const events = data.filter(line => line !== '[DONE]').map(line => JSON.parse(line) as Record<string, unknown>);
  const texts = events.flatMap(event => {
    const [choice] = (event['choices'] ?? []) as { delta?: { content?: string } }[];
    return choice?.delta?.content === undefined ? [] : [choice.delta.content];
  });
  const comments = lines.filter(line => line.startsWith(': ')).map(line => line.slice(2));
  return { events, texts, comments, done: data.length - events.length };
}

/** A reply under way. */
export interface DeferredStream {
  /** Everything that has come so far. */
  received(): string;
  readonly head: Promise<IncomingHttpHeaders>;
  /** Resolves when `text` has come. */
  until(text: string): Promise<void>;
  readonly finished: Promise<string>;
  abort(): void;
}

/** Posts a chat request and lets the test watch the reply come in. */
export function deferredEvents(url: string, body: object, headers: Record<string, string> = {}): DeferredStream {
  let received = '';
  let wake: () => void = () => undefined;
  const outgoing = request(`${url}/v1/chat/completions`, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const head = new Promise<IncomingHttpHeaders>((resolve, reject) => {
    outgoing.once('response', response => resolve(response.headers));
    outgoing.once('error', reject);
  });
  const finished = new Promise<string>((resolve, reject) => {
    outgoing.once('error', reject);
    outgoing.once('response', response => {
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        received += part;
        wake();
      });
      response.once('end', () => resolve(received));
      response.once('error', reject);
    });
  });
  head.catch(() => undefined);
  finished.catch(() => undefined);
  outgoing.end(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hello' }], ...body }));
  const until = async (text: string): Promise<void> => {
    while (!received.includes(text)) {
      await new Promise<void>(resolve => {
        wake = resolve;
      });
    }
  };
  return { received: () => received, head, until, finished, abort: () => outgoing.destroy() };
}
