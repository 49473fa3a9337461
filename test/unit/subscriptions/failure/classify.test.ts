import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyFailure, classifyPullTerminal } from '../../../../electron/core/subscriptions/index.ts';

const kindOf = (status: number | null, message: string): string => classifyFailure({ status, message }).kind;

describe('the classifier of failed turns', () => {
  it('keeps the reset after the bar of the limit sentence', () => {
    expect(classifyFailure({ status: 429, message: 'Claude AI usage limit reached|1760000400' })).toEqual({
      kind: 'rate_limit',
      rule: 'R4',
      cooldownHint: { scope: 'subscription', untilMs: 1_760_000_400_000 },
    });
  });

  it('says of a throttle that the request, not the subscription, has to wait', () => {
    const message = 'Number of concurrent connections has exceeded your rate limit';
    expect(classifyFailure({ status: 429, message })).toEqual({
      kind: 'none',
      rule: 'throttle',
      cooldownHint: { scope: 'request' },
    });
  });

  it('takes the limit sentence under a success only when the turn is marked as failed', () => {
    const turn = { status: 200, message: "You've hit your limit · resets 5pm" };
    expect(classifyFailure(turn).kind).toBe('none');
    expect(classifyFailure({ ...turn, isTurnFailed: true }).kind).toBe('rate_limit');
  });

  it('does not take an answer that quotes the limit sentence for one', () => {
    const message = "The log says: You've hit your limit · resets 5pm";
    expect(classifyFailure({ status: 200, message, isTurnFailed: true }).kind).toBe('none');
    expect(kindOf(500, 'The log says: Claude AI usage limit reached|1760000400')).toBe('none');
  });

  it('believes the provider error that the stream of the turn carried', () => {
    expect(classifyFailure({ status: 500, message: '', errorType: 'rate_limit' }).kind).toBe('rate_limit');
    expect(classifyFailure({ status: 200, message: '', errorType: 'billing_error' }).kind).toBe('auth');
    expect(classifyFailure({ status: 500, message: '', errorType: 'overloaded_error' }).kind).toBe('none');
  });

  it('does not read a 503 as a refused credential when something on the way answered', () => {
    expect(classifyFailure({ status: 503, message: '<html>down</html>', isAgentAnswer: false }).rule).toBe(
      'proxy_fault',
    );
    expect(classifyFailure({ status: 503, message: 'down', isAgentAnswer: true }).kind).toBe('auth');
  });

  it.each([
    ['OOMKilled; oauth session lost', 'none'],
    ['oom-kill of the helper, 401', 'none'],
    ['the room is forbidden', 'auth'],
    ['exit code 1370, forbidden', 'auth'],
  ])('matches kill markers on word borders: %s', (message, kind) => {
    expect(kindOf(500, message)).toBe(kind);
  });

  it.each([
    'took 401 ms',
    'connect to port 403',
    'wrote 401 files',
    'version 1.401.0',
    'cost 403.5 units',
    'oauth.ts has a type error',
    'see credentials.json',
    'src/authentication-helper.py crashed',
    'GitHub API: 401 Unauthorized',
    'gh: forbidden',
  ])('does not see a refused credential in: %s', message => {
    expect(kindOf(500, message)).toBe('none');
  });

  it.each(['HTTP 401', 'status=403', '(401)', '{"code":401}', 'API Error: 403 Forbidden', 'credentials. Try again'])(
    'sees a refused credential in: %s',
    message => {
      expect(kindOf(500, message)).toBe('auth');
    },
  );

  it('looks past a line of a tool to the final error', () => {
    expect(kindOf(500, 'GitHub: 403 forbidden\nAPI Error: 401 Invalid bearer token')).toBe('auth');
  });

  it('never rotates on a success, whatever its text', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 399 }),
        fc.string(),
        (status, message) => kindOf(status, message) === 'none',
      ),
    );
  });

  it('takes every 401, 402 and 403 with any text that rejects no model for a refused credential', () => {
    fc.assert(
      fc.property(fc.constantFrom(401, 402, 403), fc.string(), (status, message) => {
        fc.pre(message.trim().toLowerCase() !== 'unauthorized');
        return kindOf(status, message) === 'auth';
      }),
    );
  });

  it('answers on a text made to make matching slow', () => {
    expect(kindOf(500, `${'oauth'.repeat(13_000)}.ts`)).toBe('auth');
    expect(kindOf(500, 'mcp server '.repeat(6_000))).toBe('none');
  });
});

describe('the classifier of pulled jobs', () => {
  it('puts a container fault before the code', () => {
    const message = 'Claude Code is not available in this container';
    expect(classifyPullTerminal({ outcome: 'failed', errorCode: 'auth', message }).kind).toBe('none');
  });
});
