import { describe, expect, it } from 'vitest';
import { hasProxyHere, isOutside, networkReach } from '../../../electron/core/app/reach.ts';

const HERE = 'http://127.0.0.1:8545';
const THERE = 'https://rpc.example';
const OFFLINE = { isOffline: true, isCutNow: () => true };

function reach(rpcUrls: readonly string[], relayUrl: string, quorum = 1, offline = OFFLINE) {
  const { chain, chainNow, relay, relayNow } = networkReach({ rpcUrls, relayUrl, sandbox: null }, quorum, offline);
  return [chain(), chainNow(), relay(), relayNow()];
}

describe('what is out of reach while this computer is offline', () => {
  it.each([
    ['https://relay.example', true],
    ['wss://192.168.1.9:18789', true],
    ['ws://[fd00::1]:1', true],
    ['http://127.0.0.1:1', false],
    ['ws://LOCALHOST.:1', false],
    ['http://app.localhost:1', false],
    ['http://[::1]:1', false],
    ['http://[::ffff:127.0.0.1]:1', false],
    ['http://169.254.7.9:1', false],
    ['ws://[fe80::1c2d]:1', false],
    ['ws://[FEBF::1]:1', false],
    ['https://169.254.example', true],
    ['https://fe80.example', true],
    ['', false],
    ['no address', false],
  ])('%j is outside: %j', (url, expected) => {
    expect(isOutside(url)).toBe(expected);
  });

  it('is what is outside, and nothing while it is online', () => {
    expect(reach([THERE], 'https://relay.example')).toEqual([true, true, true, true]);
    expect(reach([HERE], 'http://localhost:1')).toEqual([false, false, false, false]);
    const online = { isOffline: false, isCutNow: () => false };
    expect(reach([THERE], 'https://relay.example', 1, online)).toEqual([false, false, false, false]);
  });

  it('is no chain with an endpoint on this computer, unless several have to agree', () => {
    expect(reach([THERE, HERE], HERE)[0]).toBe(false);
    expect(reach([THERE, HERE], HERE, 2)[0]).toBe(true);
    expect(reach([], HERE)[0]).toBe(false);
  });
});

describe('a proxy on this computer, which may have a way that no address tells of', () => {
  it.each([
    [{ HTTPS_PROXY: 'http://127.0.0.1:3128' }, true],
    [{ http_proxy: 'localhost:3128' }, true],
    [{ ALL_PROXY: 'socks5://user:x@LOCALHOST:1080' }, true],
    [{ https_proxy: ' http://[::1]:3128/ ' }, true],
    [{ HTTPS_PROXY: 'http://proxy.example:3128', HTTP_PROXY: '' }, false],
    [{ NO_PROXY: '127.0.0.1' }, false],
    [{}, false],
  ])('is taken from %j: %j', (env, expected) => {
    expect(hasProxyHere(env)).toBe(expected);
  });
});
