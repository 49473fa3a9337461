import OpenAI, { APIError, APIUserAbortError } from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../electron/contract/index.ts';
import { SystemClock, SystemRandom } from '../../electron/core/platform/index.ts';
import { createModels, InferenceService, ProxyServer, RelayClient } from '../../electron/core/proxy/index.ts';
import { RegistryReader, TeeGate } from '../../electron/core/tee/index.ts';
import { SANDBOX_MODELS, type Sandbox, startSandbox } from '../../electron/sandbox/index.ts';
import { silentLogger } from '../helpers/silent-logger.ts';

const clock = new SystemClock();
const { signal } = new AbortController();
const events: DomainEvent[] = [];
const emit = (event: DomainEvent): void => void events.push(event);

let sandbox: Sandbox;
let gate: TeeGate;
let relay: RelayClient;
let registry: RegistryReader;
let server: ProxyServer;
let openai: OpenAI;

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'openai-client', clock, signal });
  registry = new RegistryReader({
    rpcUrls: [sandbox.rpcUrl],
    address: sandbox.registryAddress,
    chainId: sandbox.chainId,
    teeType: 0,
    requestTimeoutMs: 10_000,
    clock,
  });
  gate = new TeeGate({ registry, pins: { teeId: null, pcrHash: null }, clock, random: new SystemRandom(), emit });
  await gate.start(signal);
  relay = new RelayClient({ url: sandbox.relayUrl, auth: { bearer: async () => sandbox.bearerToken }, clock });
  const receipts = { append: async (): Promise<void> => undefined };
  const service = new InferenceService({
    tees: gate,
    relay,
    receipts,
    clock,
    logger: silentLogger,
    emit,
    sandbox: true,
  });
  server = new ProxyServer({
    service,
    models: createModels(SANDBOX_MODELS),
    health: { signedIn: async () => true, tee: () => gate.snapshot() },
    clock,
    logger: silentLogger,
    emit,
    port: 0,
    verification: 'strict',
    sandbox: true,
    maxBodyBytes: 1_000_000,
  });
  await server.start(signal);
  openai = new OpenAI({ baseURL: server.snapshot().endpoint, apiKey: 'anything', maxRetries: 0 });
});

afterAll(async () => {
  await server.stop();
  await gate.stop();
  await relay.close();
  await registry.close();
  await sandbox.stop();
});

afterEach(() => sandbox.faults.clear());

const hello = [{ role: 'user' as const, content: 'hello there' }];

const weather = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

describe('the openai package over the sandbox', () => {
  it('gets a completion with its proof', async () => {
    const { data, response } = await openai.chat.completions
      .create({ model: 'sandbox/echo', messages: hello })
      .withResponse();
    expect(data.choices[0]?.message.content).toContain('you said "hello there"');
    expect(response.headers.get('x-opengradient-verified')).toBe('true');
    expect(response.headers.get('x-gatehouse-sandbox')).toBe('true');
    const teeIds = sandbox.enclaves().map(({ teeId }) => teeId);
    expect(teeIds).toContain(response.headers.get('x-opengradient-tee-id'));
    expect(data).toMatchObject({ opengradient_verification: { verified: true } });
  });

  it.each(['strict', 'progressive'])('streams a completion (%s)', async verification => {
    const { data, response } = await openai.chat.completions
      .create(
        { model: 'sandbox/echo', messages: hello, stream: true, stream_options: { include_usage: true } },
        { headers: { 'x-gatehouse-verification': verification } },
      )
      .withResponse();
    expect(response.headers.get('x-gatehouse-verification')).toBe(verification);
    let text = '';
    let finish: string | null | undefined;
    let usage: unknown;
    for await (const chunk of data) {
      text += chunk.choices[0]?.delta.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    expect(text).toContain('you said "hello there"');
    expect(finish).toBe('stop');
    expect(usage).toMatchObject({ total_tokens: expect.any(Number) });
  });

  it('calls tools, and answers what the tool said', async () => {
    const messages = [{ role: 'user' as const, content: 'use get_weather please' }];
    const first = await openai.chat.completions.create({ model: 'sandbox/echo', messages, tools: [weather] });
    const call = first.choices[0]?.message.tool_calls?.[0];
    if (call?.type !== 'function') throw new Error('no function was called');
    expect(call.function.name).toBe('get_weather');
    expect(JSON.parse(call.function.arguments)).toHaveProperty('city');
    const second = await openai.chat.completions.create({
      model: 'sandbox/echo',
      tools: [weather],
      messages: [
        ...messages,
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: call.id, content: 'sunny, 21.50 degrees' },
      ],
    });
    expect(second.choices[0]?.message.content).toContain('sunny, 21.50 degrees');
  });

  it.each(['strict', 'progressive'])('streams tool calls (%s)', async verification => {
    const stream = openai.chat.completions.stream(
      { model: 'sandbox/echo', messages: [{ role: 'user', content: 'use get_weather' }], tools: [weather] },
      { headers: { 'x-gatehouse-verification': verification } },
    );
    const completion = await stream.finalChatCompletion();
    expect(completion.choices[0]?.finish_reason).toBe('tool_calls');
    expect(completion.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'get_weather' } });
  });

  it('sends images inside the sealed request', async () => {
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const completion = await openai.chat.completions.create({
      model: 'sandbox/echo',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'what is this' },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}`, detail: 'low' } },
          ],
        },
      ],
    });
    expect(completion.choices[0]?.message.content).toContain('with 1 image');
  });

  it('accepts number forms that Python and JavaScript write differently', async () => {
    const completion = await openai.chat.completions.create({
      model: 'sandbox/echo',
      messages: hello,
      temperature: 1e-7,
      max_tokens: 1_000,
      tools: [
        {
          ...weather,
          function: { ...weather.function, parameters: { type: 'object', 'x-limit': 1e21, 'é\u{10000}': 0.1 } },
        },
      ],
    });
    expect(completion.choices[0]?.finish_reason).toBe('stop');
  });

  it.each([false, true])('is limited by max_completion_tokens (stream: %s)', async stream => {
    const { data, response } = await openai.chat.completions
      .create({ model: 'sandbox/echo', messages: hello, max_completion_tokens: 3, stream })
      .withResponse();
    expect(response.headers.get('x-gatehouse-mapped-fields')).toBe('max_completion_tokens=max_tokens');
    expect(response.headers.get('x-opengradient-verified')).toBe('true');
    const parts = Symbol.asyncIterator in data ? data : [data];
    let finishReason: string | null | undefined;
    for await (const part of parts) finishReason = part.choices[0]?.finish_reason ?? finishReason;
    expect(finishReason).toBe('length');
  });

  it('gets the error for a model that the enclave does not have', async () => {
    const error = await failure(openai.chat.completions.create({ model: 'no-such-model-nope', messages: hello }));
    expect(error).toMatchObject({ status: 400, code: 'enclave_error', type: 'invalid_request_error' });
    expect(error.message).toContain('not supported');
  });

  it('gets the same error for a stream, before the stream begins', async () => {
    const error = await failure(openai.chat.completions.create({ model: 'nope', messages: hello, stream: true }));
    expect(error).toMatchObject({ status: 400, code: 'enclave_error' });
  });

  it('gets a pointer to the field that is not supported', async () => {
    const messages = [...hello, { role: 'owner', content: 'x' }] as unknown as typeof hello;
    const error = await failure(openai.chat.completions.create({ model: 'sandbox/echo', messages }));
    expect(error).toMatchObject({ status: 400, code: 'unsupported_request', param: 'messages[1].role' });
  });

  it('gets 413 for a body over the limit', async () => {
    const messages = [{ role: 'user' as const, content: 'x'.repeat(10_000_000) }];
    const error = await failure(openai.chat.completions.create({ model: 'sandbox/echo', messages }));
    expect(error).toMatchObject({ status: 413, code: 'request_too_large' });
  });

  it('can leave in the middle of a stream', async () => {
    const stream = await openai.chat.completions.create(
      { model: 'sandbox/echo', messages: [{ role: 'user', content: 'count to 9000' }], stream: true },
      { headers: { 'x-gatehouse-verification': 'progressive' } },
    );
    const reader = stream[Symbol.asyncIterator]();
    await reader.next();
    await reader.next();
    await reader.return?.();
    await expect.poll(() => server.snapshot().inFlight).toBe(0);
    expect(gate.snapshot().current?.inFlight).toBe(0);
  });

  it('can leave before the answer', async () => {
    const controller = new AbortController();
    sandbox.faults.relay({ kind: 'stall' });
    const leaving = openai.chat.completions.create(
      { model: 'sandbox/echo', messages: hello },
      { signal: controller.signal },
    );
    await expect.poll(() => server.snapshot().inFlight).toBe(1);
    controller.abort();
    await expect(leaving).rejects.toBeInstanceOf(APIUserAbortError);
    await expect.poll(() => server.snapshot().inFlight).toBe(0);
  });

  it('lists models, marked as the sandbox, and finds one by its name with a slash', async () => {
    const models = await openai.models.list();
    expect(models.data.map(({ id }) => id)).toEqual([...SANDBOX_MODELS]);
    expect(await openai.models.retrieve('sandbox/echo')).toMatchObject({ id: 'sandbox/echo', source: 'sandbox' });
    await expect(openai.models.retrieve('sandbox/none')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
  });

  it('survives a rotation between two requests without a failure', async () => {
    const before = await openai.chat.completions.create({ model: 'sandbox/echo', messages: hello });
    await gate.rotate(signal);
    const after = await openai.chat.completions.create({ model: 'sandbox/echo', messages: hello });
    expect(teeOf(after)).not.toBe(teeOf(before));
  });

  it('leaves the bearer token in no event', () => {
    expect(JSON.stringify([events, server.snapshot(), gate.snapshot()])).not.toContain(sandbox.bearerToken);
  });
});

function teeOf(completion: object): unknown {
  return (completion as { opengradient_verification?: { tee_id?: string } }).opengradient_verification?.tee_id;
}

async function failure(call: Promise<unknown>): Promise<APIError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof APIError) return error;
  throw new Error(`expected an API error, not ${String(error)}`);
}
