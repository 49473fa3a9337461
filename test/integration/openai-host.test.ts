import OpenAI, { APIUserAbortError } from 'openai';
import { describe, expect, it } from 'vitest';
import { StatusSnapshot } from '../../electron/contract/index.ts';
import { runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';

const hello = [{ role: 'user' as const, content: 'hello there' }];
const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const weather = {
  type: 'function' as const,
  function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
};

async function startOpenAi(): Promise<{ openai: OpenAI; home: string }> {
  const home = await tempHome();
  const { ready } = await startHost({ home });
  return { openai: new OpenAI({ baseURL: ready.endpoint, apiKey: 'anything', maxRetries: 0 }), home };
}

async function textOf(stream: AsyncIterable<OpenAI.ChatCompletionChunk>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
  return text;
}

describe('the openai package over the running headless host', () => {
  it('gets verified completions, plain, streamed and progressive, and the models', async () => {
    const { openai } = await startOpenAi();
    const body = { model: 'sandbox/echo', messages: hello };
    const { data, response } = await openai.chat.completions.create(body).withResponse();
    expect(data.choices[0]?.message.content).toContain('you said "hello there"');
    expect(data).toMatchObject({ opengradient_verification: { verified: true } });
    expect(response.headers.get('x-opengradient-verified')).toBe('true');
    expect(response.headers.get('x-gatehouse-sandbox')).toBe('true');
    for (const mode of ['strict', 'progressive']) {
      const headers = { 'x-gatehouse-verification': mode };
      const stream = await openai.chat.completions.create({ ...body, stream: true }, { headers });
      expect(await textOf(stream)).toContain('you said "hello there"');
    }
    expect((await openai.models.list()).data.map(({ id }) => id)).toContain('sandbox/echo');
  });

  it('calls tools, whole and streamed, and sends images', async () => {
    const { openai } = await startOpenAi();
    const asked = {
      model: 'sandbox/echo',
      messages: [{ role: 'user' as const, content: 'use get_weather' }],
      tools: [weather],
    };
    const whole = await openai.chat.completions.create(asked);
    expect(whole.choices[0]?.message.tool_calls).toMatchObject([{ function: { name: 'get_weather' } }]);
    const streamed = await openai.chat.completions.stream(asked).finalChatCompletion();
    expect(streamed.choices[0]?.message.tool_calls).toMatchObject([{ function: { name: 'get_weather' } }]);
    const content = [
      { type: 'text' as const, text: 'what is this' },
      { type: 'image_url' as const, image_url: { url: pixel } },
    ];
    const seen = await openai.chat.completions.create({ model: 'sandbox/echo', messages: [{ role: 'user', content }] });
    expect(seen.choices[0]?.message.content).toContain('with 1 image');
  });

  it('gets clear errors for a wrong model and for a body that is too large', async () => {
    const { openai } = await startOpenAi();
    await expect(openai.chat.completions.create({ model: 'nope', messages: hello })).rejects.toMatchObject({
      status: 400,
      code: 'enclave_error',
    });
    const messages = [{ role: 'user' as const, content: 'x'.repeat(21 * 1024 * 1024) }];
    await expect(openai.chat.completions.create({ model: 'sandbox/echo', messages })).rejects.toMatchObject({
      status: 413,
      code: 'request_too_large',
    });
  });

  it('can leave before and within an answer, and nothing stays in flight', async () => {
    const { openai, home } = await startOpenAi();
    const long = { model: 'sandbox/echo', messages: [{ role: 'user' as const, content: 'count to 9000' }] };
    const headers = { 'x-gatehouse-verification': 'progressive' };
    const stream = await openai.chat.completions.create({ ...long, stream: true }, { headers });
    const reader = stream[Symbol.asyncIterator]();
    await reader.next();
    await reader.return?.();
    const controller = new AbortController();
    // Strict: nothing comes before the whole count has run, some minutes from now.
    const leaving = openai.chat.completions.create({ ...long, stream: true }, { signal: controller.signal });
    await expect.poll(() => inFlight(home)).toBe(1);
    controller.abort();
    await expect(leaving).rejects.toBeInstanceOf(APIUserAbortError);
    await expect.poll(() => inFlight(home)).toBe(0);
  });
});

/** As the running host tells it over its control socket. */
async function inFlight(home: string): Promise<number> {
  const { stdout } = await runCommand(['status', '--json'], { home });
  return StatusSnapshot.parse(JSON.parse(stdout)).proxy.inFlight;
}
