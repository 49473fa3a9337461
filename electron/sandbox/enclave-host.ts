import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SandboxEnclave } from './enclave.ts';
import { LoopbackServer, readBody, sendJson } from './loopback-server.ts';
import { sendReply } from './send-reply.ts';

const MAX_BODY_BYTES = 20_971_520;

/**
 * The enclaves' own addresses, below `/<name>`: `/v1/ohttp` takes sealed requests without a relay, and
 * `/plain/v1/chat/completions` runs the same model unsealed and unsigned, as the yardstick of benchmarks.
 */
export class EnclaveHost {
  readonly #find: (name: string) => SandboxEnclave | undefined;
  readonly #server: LoopbackServer;

  constructor(find: (name: string) => SandboxEnclave | undefined) {
    this.#find = find;
    this.#server = new LoopbackServer((request, response, signal) => this.#answer(request, response, signal));
  }

  /** What an OpenAI client takes as base URL for `enclave`, ending in `/v1`. Only after {@link start}. */
  plainEndpoint(enclave: SandboxEnclave): string {
    return `${this.#server.origin}/${enclave.name}/plain/v1`;
  }

  start(signal: AbortSignal): Promise<void> {
    return this.#server.start(signal);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  async #answer(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
    const [, name = '', ...rest] = (request.url ?? '').split('/');
    const enclave = this.#find(name);
    const path = rest.join('/');
    const isPlain = path === 'plain/v1/chat/completions';
    if (enclave === undefined || request.method !== 'POST' || !(isPlain || path === 'v1/ohttp')) {
      sendJson(response, 404, { error: 'not found' });
      request.resume();
      return;
    }
    const body = await readBody(request, MAX_BODY_BYTES);
    const reply = isPlain ? await enclave.answerPlain(body, signal) : await enclave.answerSealed(body, signal);
    await sendReply(response, reply, signal);
  }
}
