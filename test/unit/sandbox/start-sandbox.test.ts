import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toPlain } from '../../../electron/core/json/index.ts';
import { SystemClock } from '../../../electron/core/platform/index.ts';
import { type Sandbox, startSandbox } from '../../../electron/sandbox/index.ts';
import { openSingle, openStream, post, prepare, question } from './sealed-client.ts';

const clock = new SystemClock();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'start', clock, signal: AbortSignal.timeout(20_000) });
});
afterAll(() => sandbox.stop());

describe('a sandbox', () => {
  it('answers a sealed request with an answer that the product verifies', async () => {
    const [enclave] = sandbox.enclaves();
    const prepared = await prepare(enclave!, question('Hello, “wörld” 🦊'));
    const response = await post(sandbox, prepared);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('message/ohttp-res');
    expect(response.headers.get('x-gatehouse-sandbox')).toBe('true');
    const { inner, proof } = await openSingle(prepared, response, clock.now());
    expect(proof.teeId).toBe(enclave!.teeId);
    expect(toPlain(inner)).toMatchObject({
      object: 'chat.completion',
      model: 'sandbox/echo',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: 'Sandbox answer from enclave-01: you said "Hello, “wörld” 🦊". No real model was asked.',
          },
          finish_reason: 'stop',
        },
      ],
      usage: { prompt_tokens: 3 },
    });
  });

  it('streams one event a chunk, the signed one before the terminator', async () => {
    const [, enclave] = sandbox.enclaves();
    const prepared = await prepare(enclave!, question('count to 3', { stream: true }));
    const response = await post(sandbox, prepared);

    expect(response.headers.get('content-type')).toBe('message/ohttp-chunked-res');
    const { frames, proof } = await openStream(prepared, response, clock.now());
    expect(proof.teeId).toBe(enclave!.teeId);
    expect(frames.every(frame => /^data: .*\n\n$/.test(frame))).toBe(true);
    expect(frames.at(-1)).toBe('data: [DONE]\n\n');
    expect(frames.at(-2)).toContain('"tee_signature"');
    const words = frames.slice(0, -2).map(frame => JSON.parse(frame.slice(6)).choices[0].delta.content as string);
    expect(words.join('')).toBe('Sandbox answer from enclave-02: 1 2 3');
  });

  it('gives four enclaves of two builds by default', () => {
    const enclaves = sandbox.enclaves();
    expect(enclaves.map(enclave => enclave.name)).toEqual(['enclave-01', 'enclave-02', 'enclave-03', 'enclave-04']);
    expect(new Set(enclaves.map(enclave => enclave.pcrHash)).size).toBe(2);
    expect(new Set(enclaves.map(enclave => enclave.teeId)).size).toBe(4);
  });
});
