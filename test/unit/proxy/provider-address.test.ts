import { describe, expect, it } from 'vitest';
import { providerAddress, providerUrl } from '../../../electron/core/proxy/provider-address.ts';

const BASE = new URL('https://provider.test/base/');

describe('the address of a request that is passed on', () => {
  it.each([
    ['/agents/coder/v1/messages', 'https://provider.test/base/v1/messages'],
    ['/agents/coder/v1/messages?beta=true', 'https://provider.test/base/v1/messages?beta=true'],
    ['/agents/web-coder-2/v1/messages/count_tokens', 'https://provider.test/base/v1/messages/count_tokens'],
    ['/agents/coder/v1/models/claude%20x', 'https://provider.test/base/v1/models/claude%20x'],
    ['/agents/coder/v1/files/file_1:a@b', 'https://provider.test/base/v1/files/file_1:a@b'],
    ['/agents/coder/v1/m?next=//elsewhere.test/..', 'https://provider.test/base/v1/m?next=//elsewhere.test/..'],
  ])('leads %s to %s', (target, expected) => {
    const address = providerAddress(target);
    expect(address && providerUrl(BASE, address)?.href).toBe(expected);
  });

  it.each([
    '/agents/coder/v2/messages',
    '/agents/coder/v1',
    '/agents/coder/v1/',
    '/agents/coder/api/oauth/usage',
    '/agents/coder/v1/../v2/x',
    '/agents/coder/v1/./x',
    '/agents/coder/v1/a/..',
    '/agents/coder/v1/%2e%2e/x',
    '/agents/coder/v1/%2E/x',
    '/agents/coder/v1/a%2fb',
    '/agents/coder/v1/a%5cb',
    '/agents/coder/v1/a\\b',
    '/agents/coder/v1//elsewhere.test/x',
    '/agents/coder/v1/a%00b',
    '/agents/coder/v1/a%252e%252e',
    '/agents/coder/v1/a%zz',
    '/agents/coder/v1/x#y',
    '/agents/coder/v1/ü',
    '/agents/Coder/v1/messages',
    '/agents/../v1/messages',
    '/agents//v1/messages',
    'http://elsewhere.test/agents/coder/v1/messages',
    '@elsewhere.test/agents/coder/v1/messages',
    `/agents/coder/v1/${'x'.repeat(5_000)}`,
  ])('refuses %s', target => {
    expect(providerAddress(target)).toBeUndefined();
  });

  it('never leaves the provider, whatever it is given', () => {
    const forged = { agent: 'coder', path: '//elsewhere.test/v1/x', query: '' };
    expect(providerUrl(new URL('https://provider.test'), forged)?.host ?? 'provider.test').toBe('provider.test');
    expect(providerUrl(BASE, { agent: 'coder', path: '/v1/../../x', query: '' })).toBeUndefined();
  });
});
