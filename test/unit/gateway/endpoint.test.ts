import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../../electron/core/gateway/endpoint.ts';
import { handshakeTimeoutMs } from '../../../electron/core/gateway/handshake-timeout.ts';

const pin = 'AB:'.repeat(31) + 'AB';

describe('an address', () => {
  it.each([
    ['ws://localhost:18789', true],
    ['ws://127.8.8.8', true],
    ['ws://[::1]:18789', true],
    ['ws://[::ffff:127.0.0.1]', true],
    ['http://127.0.0.1', true],
    ['ws://10.0.0.1', false],
    ['ws://172.31.0.1', false],
    ['ws://192.168.1.1', false],
    ['ws://169.254.1.1', false],
    ['ws://100.64.0.1', false],
    ['ws://[fe80::1]', false],
    ['ws://[fd00::1]', false],
    ['ws://studio.local.', false],
    ['ws://studio.tail1.ts.net', false],
    ['wss://gateway.example', false],
  ])('%s is admitted, loopback: %s', (address, isLoopback) => {
    expect(parseEndpoint(address)).toMatchObject({ isLoopback });
  });

  it.each([
    'ws://gateway.example',
    'ws://203.0.113.1',
    'ws://172.32.0.1',
    'ws://100.128.0.1',
    'ws://11.0.0.1',
    'ws://[2001:db8::1]',
    'ws://[::ffff:8.8.8.8]',
    'ws://local',
    'ws://127.0.0.1.example.com',
    'ws://fd00.example',
  ])('%s needs TLS', address => {
    expect(() => parseEndpoint(address)).toThrow(expect.objectContaining({ code: 'gateway_plaintext_refused' }));
  });

  it('of a private network may be a name when its person insists, and never a public address', () => {
    expect(parseEndpoint('ws://studio', { allowInsecureNames: true }).warning).toMatch(/read along/);
    expect(() => parseEndpoint('ws://8.8.8.8', { allowInsecureNames: true })).toThrow();
  });

  it.each([
    'ftp://x',
    'x',
    '',
    'ws://',
    'ws://u:planted@127.0.0.1',
    'ws://127.0.0.1/?token=planted',
    'ws://127.0.0.1/#planted',
  ])('%s is refused without being repeated', address => {
    try {
      parseEndpoint(address);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'gateway_url_invalid' });
      expect(JSON.stringify([error, (error as Error).message])).not.toContain('planted');
    }
  });

  it('takes a fingerprint in its usual forms, with TLS only', () => {
    const expected = 'ab'.repeat(32);
    for (const form of [pin, `sha256:${expected}`, expected.toUpperCase()]) {
      expect(parseEndpoint('wss://gateway.example', { tlsFingerprint: form })).toMatchObject({
        pin: expected,
        isTrusted: true,
      });
    }
    for (const [url, form] of [
      ['ws://127.0.0.1', pin],
      ['wss://gateway.example', 'abc'],
    ] as const) {
      expect(() => parseEndpoint(url, { tlsFingerprint: form })).toThrow(
        expect.objectContaining({ code: 'gateway_pin_invalid' }),
      );
    }
  });
});

it.each([
  ['8000', 3_000, true, 8_000],
  [' 8000 ', 3_000, true, 8_000],
  ['0', 3_000, true, 3_000],
  ['-1', 3_000, true, 3_000],
  ['8e3', 3_000, true, 3_000],
  [undefined, 3_000, true, 3_000],
  [undefined, undefined, true, 5_000],
  [undefined, undefined, false, 10_000],
  ['1', undefined, true, 250],
  ['999999999', undefined, true, 120_000],
])(
  'the handshake takes the variable %j before the setting %j (loopback: %s): %i ms',
  (variable, setting, isLoopback, expected) => {
    expect(handshakeTimeoutMs(variable, setting, isLoopback)).toBe(expected);
  },
);
