import { createHash, createPublicKey, verify } from 'node:crypto';
import { buildDeviceAuthPayload, buildDeviceAuthPayloadV3 } from '@openclaw/gateway-client';
import { describe, expect, it } from 'vitest';
import { loadDeviceIdentity } from '../../../electron/core/gateway/device-identity.ts';
import { devicePayload } from '../../../electron/core/gateway/device-payload.ts';
import { ORDINARY } from '../../../electron/core/gateway/failure.ts';
import { chooseAuth, connectParams, readChallenge } from '../../../electron/core/gateway/sign-in.ts';
import { MemorySecrets } from './support.ts';

const signal = new AbortController().signal;
const client = { version: '0.1.0', platform: ' Linux ', displayName: 'Gatehouse', scopes: ['operator.read'] };
const challenge = { nonce: '92d1', ts: 1_795_209_115_821 };

describe('the device', () => {
  it.each([
    ['v3', buildDeviceAuthPayloadV3],
    ['v2', buildDeviceAuthPayload],
  ] as const)('signs the text that the reference client signs, %s', (version, reference) => {
    for (const token of ['shared', undefined]) {
      const claim = {
        deviceId: 'd',
        clientId: 'gateway-client',
        clientMode: 'ui',
        role: 'operator',
        scopes: ['operator.read', 'operator.admin'],
        signedAt: 7,
        token,
        nonce: 'n',
        platform: ' Linux ÄI ',
      };
      const theirs = reference({ ...claim, clientId: 'gateway-client', signedAtMs: 7, token: token ?? null });
      expect(devicePayload(claim, version)).toBe(theirs);
    }
  });

  it('is named after its key, and its signature verifies', async () => {
    const device = await loadDeviceIdentity(new MemorySecrets(), signal);
    const raw = Buffer.from(device.publicKey, 'base64url');
    expect(raw).toHaveLength(32);
    expect(device.id).toBe(createHash('sha256').update(raw).digest('hex'));
    const { device: sent } = connectParams(
      client,
      { shared: { token: 'shared' }, device, deviceToken: undefined },
      challenge,
      ORDINARY,
    );
    const text = `v3|${device.id}|gateway-client|ui|operator|operator.read|1795209115821|shared|92d1|linux|`;
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: device.publicKey }, format: 'jwk' });
    expect(verify(null, Buffer.from(text), key, Buffer.from(sent!.signature, 'base64url'))).toBe(true);
    expect(sent).toMatchObject({ signedAt: challenge.ts, nonce: challenge.nonce });
  });

  it('is the same after a restart', async () => {
    const secrets = new MemorySecrets();
    const first = await loadDeviceIdentity(secrets, signal);
    expect((await loadDeviceIdentity(secrets, signal)).id).toBe(first.id);
  });

  it('refuses a key of another kind instead of replacing it', async () => {
    const secrets = new MemorySecrets();
    secrets.values.set('gateway.device', 'AAAA');
    await expect(loadDeviceIdentity(secrets, signal)).rejects.toMatchObject({ code: 'gateway_device_unreadable' });
    expect(secrets.values.get('gateway.device')).toBe('AAAA');
  });
});

describe('credentials', () => {
  it.each([
    [{ token: 't', password: 'p' }, 'd', ORDINARY, { token: 't' }],
    [{ token: 't' }, 'd', { ...ORDINARY, withDeviceToken: true }, { token: 't', deviceToken: 'd' }],
    [{ password: 'p', bootstrapToken: 'b' }, 'd', ORDINARY, { password: 'p' }],
    [{ bootstrapToken: 'b' }, 'd', ORDINARY, { deviceToken: 'd' }],
    [{ bootstrapToken: 'b' }, undefined, ORDINARY, { bootstrapToken: 'b' }],
    [{}, undefined, ORDINARY, undefined],
  ] as const)('%j and device token %s with %j send %j', async (shared, deviceToken, mode, expected) => {
    const device = await loadDeviceIdentity(new MemorySecrets(), signal);
    expect(chooseAuth({ shared, deviceToken, device }, mode)).toEqual(expected);
  });
});

it.each([
  [{ nonce: 'n', ts: 1.5 }],
  [{ nonce: 'n', ts: '1' }],
  [{ nonce: 'n' }],
  [{ nonce: '  ', ts: 1 }],
  [{ ts: 1 }],
  [null],
  [[]],
])('nothing is signed for the challenge %j', payload => {
  expect(readChallenge(payload)).toBeUndefined();
});
