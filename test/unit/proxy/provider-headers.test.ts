import { describe, expect, it } from 'vitest';
import { agentKeys, answeredHeaders, forwardedHeaders } from '../../../electron/core/proxy/provider-headers.ts';

const OAUTH = { headers: { authorization: 'Bearer token' }, betas: ['oauth-2025-04-20'] };
const API_KEY = { headers: { 'x-api-key': 'sk-ant-api-key' }, betas: [] };

describe('the headers of a request that is passed on', () => {
  it('carries the credential in place of the client’s, and everything that is the client’s business', () => {
    const client = {
      host: '127.0.0.1:11435',
      authorization: 'Bearer agent-key',
      'x-api-key': 'agent-key',
      'anthropic-version': '2023-06-01',
      'anthropic-dangerous-direct-browser-access': 'true',
      'content-type': 'application/json',
      'content-length': '17',
      'content-encoding': 'gzip',
      'user-agent': 'claude-cli/2.1',
      'x-stainless-retry-count': '0',
      'x-app': 'cli',
      accept: 'application/json',
    };
    expect(forwardedHeaders(client, OAUTH)).toEqual({
      'anthropic-version': '2023-06-01',
      'anthropic-dangerous-direct-browser-access': 'true',
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'user-agent': 'claude-cli/2.1',
      'x-stainless-retry-count': '0',
      'x-app': 'cli',
      accept: 'application/json',
      'accept-encoding': 'identity',
      'anthropic-beta': 'oauth-2025-04-20',
      authorization: 'Bearer token',
    });
    expect(forwardedHeaders(client, API_KEY)).toMatchObject({ 'x-api-key': 'sk-ant-api-key' });
    expect(forwardedHeaders(client, API_KEY)).not.toHaveProperty('authorization');
    expect(forwardedHeaders(client, API_KEY)).not.toHaveProperty('anthropic-beta');
  });

  it('drops what concerns one connection, this machine, or could be a credential', () => {
    const client = {
      connection: 'keep-alive, X-Mine',
      'x-mine': '1',
      'keep-alive': 'timeout=5',
      'transfer-encoding': 'chunked',
      upgrade: 'websocket',
      te: 'trailers',
      expect: '100-continue',
      cookie: 'session=1',
      'proxy-authorization': 'Basic x',
      'x-forwarded-for': '10.0.0.1',
      forwarded: 'for=10.0.0.1',
      referer: 'http://127.0.0.1/',
      'sec-fetch-mode': 'cors',
      'x-gatehouse-generation': '3',
      'accept-encoding': 'gzip, br',
    };
    expect(forwardedHeaders(client, API_KEY)).toEqual({
      'accept-encoding': 'identity',
      'x-api-key': 'sk-ant-api-key',
    });
  });

  it.each<[string | string[] | undefined, string]>([
    [undefined, 'oauth-2025-04-20'],
    ['claude-code-20250219', 'claude-code-20250219,oauth-2025-04-20'],
    ['a, oauth-2025-04-20 ,b,,a', 'a,oauth-2025-04-20,b'],
    [['a', 'b'], 'a,b,oauth-2025-04-20'],
  ])('adds the beta that the credential needs to %j', (own, expected) => {
    const client = own === undefined ? {} : { 'anthropic-beta': own };
    expect(forwardedHeaders(client, OAUTH)['anthropic-beta']).toBe(expected);
  });
});

describe('what a client shows as its key', () => {
  it.each([
    [{}, []],
    [{ 'x-api-key': 'k' }, ['k']],
    [{ authorization: 'Bearer k' }, ['k']],
    [{ authorization: 'bearer  k', 'x-api-key': 'l' }, ['k', 'l']],
    [{ authorization: 'Basic k' }, []],
    [{ authorization: 'Bearer ' }, []],
    [{ authorization: 'Bearer a b' }, []],
    [{ 'x-api-key': '' }, []],
    [{ 'x-api-key': ['a', 'b', 'c'] }, ['a', 'b']],
  ])('of %j is %j', (headers, keys) => {
    expect(agentKeys(headers)).toEqual(keys);
  });
});

describe('the headers of an answer that is passed on', () => {
  it('keeps what the provider says, limits among it, and drops what binds to its connection or its account', () => {
    const headers = {
      'content-type': 'application/json',
      'content-length': '2',
      'request-id': 'req_1',
      'anthropic-ratelimit-unified-status': 'allowed',
      'retry-after': '7',
      connection: 'close, x-hop',
      'x-hop': '1',
      'transfer-encoding': 'chunked',
      'set-cookie': ['__cf_bm=1', 'b=2'],
      'alt-svc': 'h3=":443"',
      'strict-transport-security': 'max-age=1',
      'x-twice': ['a', 'b'],
    };
    expect(answeredHeaders(headers)).toEqual({
      'content-type': 'application/json',
      'content-length': '2',
      'request-id': 'req_1',
      'anthropic-ratelimit-unified-status': 'allowed',
      'retry-after': '7',
      'x-twice': ['a', 'b'],
    });
  });
});
