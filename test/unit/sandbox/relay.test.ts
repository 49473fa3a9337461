import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toPlain } from '../../../electron/core/json/index.ts';
import { SystemClock } from '../../../electron/core/platform/index.ts';
import { type Sandbox, type SandboxEnclave, startSandbox } from '../../../electron/sandbox/index.ts';
import { openSingle, openStream, post, prepare, question } from './sealed-client.ts';

const clock = new SystemClock();
const STREAM = { stream: true };
let sandbox: Sandbox;
let enclave: SandboxEnclave;

beforeAll(async () => {
  sandbox = await startSandbox({ seed: 'relay', clock, enclaveCount: 2, signal: AbortSignal.timeout(20_000) });
  [enclave] = sandbox.enclaves() as [SandboxEnclave];
});
afterEach(() => sandbox.faults.clear());
afterAll(() => sandbox.stop());

/** Asks once over the relay and verifies; rejects with what went wrong. */
async function ask(more: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const prepared = await prepare(enclave, question('hi', more));
  const response = await post(sandbox, prepared);
  if (response.status !== 200) return response.status;
  return prepared.request.stream
    ? (await openStream(prepared, response, clock.now())).frames.length
    : toPlain((await openSingle(prepared, response, clock.now())).inner);
}

describe('the sandbox relay', () => {
  it.each([
    ['no token', { authorization: '' }],
    ['a wrong token', { authorization: 'Bearer sandbox-wrong' }],
  ])('refuses %s with 401', async (_what, headers) => {
    const response = await post(sandbox, await prepare(enclave, question('hi')), headers);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ detail: 'Not authenticated' });
  });

  it('does not know a TEE that was never registered', async () => {
    const headers = { 'x-tee-id': `0x${'ab'.repeat(32)}` };
    const response = await post(sandbox, await prepare(enclave, question('hi')), headers);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ detail: 'unknown TEE' });
  });

  it('reads the TEE id by value', async () => {
    const headers = { 'x-tee-id': enclave.teeId.slice(2).toUpperCase() };
    const prepared = await prepare(enclave, question('hi'));
    const response = await post(sandbox, prepared, headers);
    expect((await openSingle(prepared, response, clock.now())).proof.teeId).toBe(enclave.teeId);
  });

  it('refuses a body beyond the cap of 20 MiB with 413', async () => {
    const response = await fetch(`${sandbox.relayUrl}/api/v1/chat/ohttp`, {
      method: 'POST',
      headers: { 'content-type': 'message/ohttp-req', authorization: `Bearer ${sandbox.bearerToken}` },
      body: new Uint8Array(20_971_521),
    });
    expect(response.status).toBe(413);
  });

  it('passes on a request right at the cap', async () => {
    const body = question('x');
    const room = 20_971_520 - (await prepare(enclave, body)).sealed.wire.length;
    const prepared = await prepare(enclave, question('x'.repeat(room + 1)));
    expect(prepared.sealed.wire.length).toBe(20_971_520);
    const response = await post(sandbox, prepared);
    expect((await openSingle(prepared, response, clock.now())).proof.teeId).toBe(enclave.teeId);
  });

  it('reports what an enclave cannot open as the gateway does: 400 in plain text', async () => {
    const [, other] = sandbox.enclaves();
    const prepared = await prepare(enclave, question('hi'));
    const response = await post(sandbox, prepared, { 'x-tee-id': other!.teeId });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: 'malformed encapsulated request' });
  });

  it('answers 502 for a dead enclave and 400 after it restarted with new keys', async () => {
    const old = await prepare(enclave, question('hi'));
    const oldId = enclave.teeId;
    sandbox.network.crash(oldId);
    expect((await post(sandbox, old, { 'x-tee-id': oldId })).status).toBe(502);
    await sandbox.network.restart(oldId);
    expect(enclave.teeId).not.toBe(oldId);
    expect((await post(sandbox, old, { 'x-tee-id': oldId })).status).toBe(400);
    expect(await ask()).toMatchObject({ object: 'chat.completion' });
  });

  it('never lets a restarted enclave answer what was asked of the one before', async () => {
    const [, other] = sandbox.enclaves() as [SandboxEnclave, SandboxEnclave];
    const { sealed } = await prepare(enclave, question('hi'));
    const before = enclave.keys;
    const answer = enclave.answerSealed(sealed.wire, AbortSignal.timeout(5_000));
    enclave.boot(other.keys);
    await expect(answer).rejects.toMatchObject({ code: 'sandbox_enclave_dead' });
    enclave.boot(before);
  });

  it('answers 400 for the old HPKE key after a rotation under the same id', async () => {
    const old = await prepare(enclave, question('hi'));
    const { teeId } = enclave;
    await sandbox.network.rotateOhttpKey(teeId);
    expect(enclave.teeId).toBe(teeId);
    expect((await post(sandbox, old)).status).toBe(400);
    expect(await ask()).toMatchObject({ object: 'chat.completion' });
  });

  it('seals the refusal of an unsupported model', async () => {
    const prepared = await prepare(enclave, { ...(question('hi', STREAM) as object), model: 'nope/none' });
    const response = await post(sandbox, prepared);
    expect(response.headers.get('content-type')).toBe('message/ohttp-res');
    await expect(openSingle(prepared, response, clock.now())).rejects.toMatchObject({
      code: 'enclave_error',
      status: 400,
      message: expect.stringContaining('model not supported'),
    });
  });

  it('signs tool calls, single and streamed', async () => {
    const tools = [
      { type: 'function', function: { name: 'look_up', parameters: { properties: { q: { type: 'string' } } } } },
    ];
    expect(await ask({ tools, tool_choice: 'required' })).toMatchObject({
      choices: [
        {
          finish_reason: 'tool_calls',
          message: { content: null, tool_calls: [{ function: { name: 'look_up', arguments: '{"q":"sandbox"}' } }] },
        },
      ],
    });
    expect(await ask({ tools, tool_choice: 'required', ...STREAM })).toBe(4);
  });

  it('lets go of a stream when the client leaves', async () => {
    const controller = new AbortController();
    const prepared = await prepare(enclave, question('count to 10000', STREAM));
    const response = await post(sandbox, prepared, {}, controller.signal);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    expect((await reader.read()).done).toBe(false);
    controller.abort();
    await expect(reader.closed).rejects.toThrow();
    expect(await ask()).toMatchObject({ object: 'chat.completion' });
  });
});

describe('relay faults', () => {
  it('answer a status for as many requests as told, then behave', async () => {
    sandbox.faults.relay({ kind: 'status', status: 503 }, { times: 2 });
    expect([await ask(), await ask()]).toEqual([503, 503]);
    expect(await ask()).toMatchObject({ object: 'chat.completion' });
  });

  it('can concern one TEE only', async () => {
    const [, other] = sandbox.enclaves();
    sandbox.faults.relay({ kind: 'status', status: 500 }, { teeId: other!.teeId });
    expect(await ask()).toMatchObject({ object: 'chat.completion' });
  });

  it.each([
    ['flip', { kind: 'flip' }, {}, 'ohttp_decrypt_failed'],
    ['truncate', { kind: 'truncate', bytes: 5 }, {}, 'ohttp_decrypt_failed'],
    ['flip within a stream', { kind: 'flip', atByte: 60 }, STREAM, 'ohttp_decrypt_failed'],
    ['truncate a stream to its nonce', { kind: 'truncate', bytes: 1_000_000 }, STREAM, 'ohttp_malformed'],
  ] as const)('%s is found out', async (_name, fault, more, code) => {
    sandbox.faults.relay(fault);
    await expect(ask(more)).rejects.toMatchObject({ code });
    expect(await ask(more)).toBeDefined();
  });

  it.each([
    ['single', {}],
    ['streamed', STREAM],
  ])('replay of an earlier %s answer is found out', async (_kind, more) => {
    await ask(more);
    sandbox.faults.relay({ kind: 'replay' });
    await expect(ask(more)).rejects.toMatchObject({ code: 'ohttp_decrypt_failed' });
  });

  it('swap hands the request to an enclave that cannot open it', async () => {
    sandbox.faults.relay({ kind: 'swap' });
    expect(await ask()).toBe(400);
  });

  it.each([
    ['reset', { kind: 'reset' }, {}],
    ['cut', { kind: 'cut', afterBytes: 10 }, {}],
    ['cut within a stream', { kind: 'cut', afterBytes: 100 }, STREAM],
  ] as const)('%s ends in a network error', async (_name, fault, more) => {
    sandbox.faults.relay(fault);
    await expect(ask(more)).rejects.toThrow(/fetch failed|terminated/);
  });

  it.each([
    ['html', 200, 'text/html'],
    ['json', 200, 'application/json'],
    ['empty', 200, 'message/ohttp-res'],
    ['redirect', 302, 'text/plain'],
  ] as const)('%s answers without the enclave', async (kind, status, type) => {
    const before = enclave.answers;
    sandbox.faults.relay({ kind });
    const response = await post(sandbox, await prepare(enclave, question('hi')));
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
    expect(enclave.answers).toBe(before);
  });

  it.each([
    ['before the answer', { kind: 'stall' }],
    ['within the answer', { kind: 'stall', afterBytes: 40 }],
  ] as const)('stall %s lasts until the client leaves, and holds up nobody else', async (_when, fault) => {
    const [, other] = sandbox.enclaves();
    sandbox.faults.relay(fault, { teeId: other!.teeId });
    const controller = new AbortController();
    const prepared = await prepare(other!, question('hi', STREAM));
    let isSettled = false;
    const asked = post(sandbox, prepared, {}, controller.signal)
      .then(response => response.arrayBuffer())
      .finally(() => {
        isSettled = true;
      });
    asked.catch(() => undefined);
    expect(await ask()).toMatchObject({ object: 'chat.completion' });
    expect(isSettled).toBe(false);
    controller.abort();
    await expect(asked).rejects.toThrow();
  });
});

describe('answer faults', () => {
  it.each([
    ['changed-text', 'output_hash'],
    ['foreign-signature', 'signature'],
    ['old-signature', 'freshness'],
    ['unsigned', 'missing_field'],
  ] as const)('%s fails the check %s', async (fault, check) => {
    sandbox.faults.answer(fault, { teeId: enclave.teeId });
    await expect(ask()).rejects.toMatchObject({ check });
    expect(await ask()).toMatchObject({ object: 'chat.completion' });
  });

  it('changed tool calls fail the check output_hash too', async () => {
    const tools = [
      { type: 'function', function: { name: 'f', parameters: { properties: { q: { type: 'string' } } } } },
    ];
    sandbox.faults.answer('changed-text', { teeId: enclave.teeId });
    await expect(ask({ tools, tool_choice: 'required' })).rejects.toMatchObject({ check: 'output_hash' });
  });

  it.each([
    ['single', {}],
    ['streamed', STREAM],
  ])('in-band errors are recognised, %s', async (_kind, more) => {
    sandbox.faults.answer('in-band-error');
    await expect(ask(more)).rejects.toMatchObject({ code: 'enclave_error', status: 502 });
  });

  it('are gone when cleared', async () => {
    sandbox.faults.answer('unsigned', { times: 9 });
    sandbox.faults.relay({ kind: 'html' }, { times: 9 });
    sandbox.faults.clear();
    expect(await ask()).toMatchObject({ object: 'chat.completion' });
  });
});
