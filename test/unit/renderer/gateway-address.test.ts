import { describe, expect, it } from 'vitest';
import {
  addressProblem,
  isBadFingerprint,
  isReadable,
  isSecure,
  isTooShort,
  nameProblem,
} from '../../../renderer/views/gateways/address.ts';

describe('what is typed of a new gateway', () => {
  it.each([
    ['', undefined],
    ['Studio 2', undefined],
    ['x'.repeat(61), 'long'],
    ['…', 'letters'],
    ['Sandbox', 'letters'],
    ['Küche', 'taken'],
  ])('the name %j: %s', (name, problem) => {
    expect(nameProblem(name, ['kuche'])).toBe(problem);
  });

  it.each([
    ['', undefined],
    [' wss://gateway.example ', undefined],
    ['http://127.0.0.1:18789', undefined],
    ['gateway.example', 'scheme'],
    ['ftp://gateway.example', 'scheme'],
    ['wss://me:secret@gateway.example', 'credentials'],
    ['wss://gateway.example/?token=x', 'query'],
    ['wss://gateway.example/#x', 'query'],
  ])('the address %j: %s', (address, problem) => {
    expect(addressProblem(address)).toBe(problem);
  });

  it('says when others could read along', () => {
    const readable = ['ws://10.0.0.7:18789', 'http://gateway.local'];
    const closed = ['wss://gateway.example', 'ws://127.0.0.1:1', 'ws://localhost:1', 'ws://[::1]:1', 'nonsense'];
    expect([...readable, ...closed].filter(isReadable)).toEqual(readable);
    expect(isSecure('https://gateway.example')).toBe(true);
    expect(isSecure('ws://gateway.example')).toBe(false);
  });

  it('says of a secret at once that the store will not take it', () => {
    expect(['', '1234567', '12345678'].filter(isTooShort)).toEqual(['1234567']);
  });

  it('takes a fingerprint with or without colons and its name', () => {
    const hex = 'ab'.repeat(32);
    const colons = hex.toUpperCase().match(/../g)?.join(':') ?? '';
    expect(['', hex, `sha256:${colons}`, `SHA-256:${hex}`].filter(isBadFingerprint)).toEqual([]);
    expect(['abc', `${hex}00`].filter(isBadFingerprint)).toEqual(['abc', `${hex}00`]);
  });
});
