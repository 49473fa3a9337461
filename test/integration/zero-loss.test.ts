import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../electron/contract/index.ts';
import { prepareRecipient, sealRequest } from '../../electron/core/ohttp/index.ts';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { type Sandbox, startSandbox } from '../../electron/sandbox/index.ts';
import { silentLogger } from '../helpers/silent-logger.ts';
import { type Asked, faultOf, type Got } from '../soak/answer-check.ts';
import type { PolicyName } from '../soak/policies.ts';
import { runSoak, type SoakResult } from '../soak/soak.ts';

const events: DomainEvent[] = [];

function soak(policy: PolicyName): Promise<SoakResult> {
  const emit = (event: DomainEvent): void => void (policy === 'gatehouse' && events.push(event));
  const pace = { seconds: 10, requestsPerSecond: 30, rotateEverySeconds: 1 };
  return runSoak({ policy, ...pace, emit, logger: silentLogger });
}

describe('a TEE that goes, changes keys, dies or cannot be reached every second', () => {
  it('costs nobody a request, and nobody gets an unverified byte', async () => {
    const result = await soak('gatehouse');
    expect(result).toMatchObject({ requests: 300, failed: 0, unverifiedBytes: 0, reasons: {} });
    expect(Object.keys(result.rotations).sort()).toEqual(
      ['by-hand', 'crash', 'ohttp-key', 'relay-5xx', 'rotated-out', 'signing-key'].sort(),
    );
    expect(result.retried).toBeGreaterThan(0);
    expect(events.filter(({ type }) => type === 'requestFailed' || type === 'answerRefused')).toEqual([]);
    expect(events.filter(({ type }) => type === 'answerVerified')).toHaveLength(300);
  });

  it('does cost requests under the policy of the peer, so the soak can tell', async () => {
    const { requests, failed, unverifiedBytes } = await soak('peer');
    expect(requests).toBe(300);
    expect(failed).toBeGreaterThan(0);
    expect(unverifiedBytes).toBe(0);
  });
});

describe("the soak's own check of an answer", () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const asked: Asked = { prompt: 'hello', stream: false, countTo: undefined };
  let sandbox: Sandbox;
  let teeId: string;
  let genuine: Got;

  beforeAll(async () => {
    const { signal } = new AbortController();
    sandbox = await startSandbox({ seed: 'check', clock: new SystemClock(), enclaveCount: 1, signal });
    genuine = await signedAnswer();
  });
  afterAll(() => sandbox.stop());

  /** What an enclave signs, without any sealing around it. */
  async function signedAnswer(): Promise<Got> {
    const [enclave] = sandbox.enclaves();
    if (enclave === undefined) throw new Error('The sandbox has no enclave.');
    teeId = enclave.teeId;
    const body = { model: 'm', messages: [{ role: 'user', content: asked.prompt }] };
    const sealed = await sealRequest(
      await prepareRecipient(enclave.keys.ohttp.config),
      Buffer.from(JSON.stringify(body)),
    );
    const reply = await enclave.answerSealed(sealed.wire, new AbortController().signal);
    if (!(reply.body instanceof Uint8Array)) throw new Error('The enclave streamed a whole answer.');
    const inner = JSON.parse(Buffer.from(await sealed.openSingle(reply.body)).toString('utf8')) as { body: unknown };
    const headers = { 'x-opengradient-verified': 'true', 'x-opengradient-tee-id': teeId };
    return { headers, body: JSON.stringify(inner.body) };
  }

  function check(got: Got, key = sandbox.enclaves()[0]?.keys.signingKey): string | undefined {
    return faultOf(asked, got, id =>
      id === teeId && key !== undefined ? { name: 'enclave-01', signingKey: key } : undefined,
    );
  }

  it('lets a genuine one pass', () => {
    expect(check(genuine)).toBeUndefined();
  });

  it.each<readonly [string, (got: Got) => Got]>([
    ['text was changed', got => ({ ...got, body: got.body.replace('hello', 'hallo') })],
    [
      'signature was changed',
      got => ({ ...got, body: got.body.replace(/"tee_timestamp":(\d+)/, '"tee_timestamp":1$1') }),
    ],
    ['TEE id was changed', got => ({ ...got, body: got.body.replaceAll(teeId, `0x${'0'.repeat(64)}`) })],
    ['end is missing', got => ({ ...got, body: got.body.slice(0, -5) })],
    ['headers claim no proof', got => ({ ...got, headers: { ...got.headers, 'x-opengradient-verified': 'pending' } })],
    ['TEE nobody knows', got => ({ ...got, headers: { ...got.headers, 'x-opengradient-tee-id': '0x1' } })],
  ])('finds one whose %s', (_, change) => {
    expect(check(change(genuine))).toEqual(expect.any(String));
  });

  it('finds one that another enclave signed', () => {
    expect(check(genuine, publicKey)).toBe('the signature does not match');
  });
});
