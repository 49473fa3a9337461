import { describe, expect, it } from 'vitest';
import { Redactor } from '../../../electron/core/platform/index.ts';

const SECRET = 'pl4nted "secret"/+ä with spaces';

function redactorKnowing(...values: string[]): Redactor {
  const redactor = new Redactor();
  for (const value of values) redactor.add(value);
  return redactor;
}

describe('Redactor, by value', () => {
  it.each([
    ['as written', SECRET],
    ['inside JSON', JSON.stringify(SECRET).slice(1, -1)],
    ['inside a URL', encodeURIComponent(SECRET)],
    ['inside a URL with small hex digits', encodeURIComponent(SECRET).toLowerCase()],
    ['in base64', Buffer.from(SECRET).toString('base64').replace(/=+$/, '')],
    ['in base64url', Buffer.from(SECRET).toString('base64url')],
    ['in hex', Buffer.from(SECRET).toString('hex')],
  ])('removes a secret %s', (_form, text) => {
    const redacted = redactorKnowing(SECRET).redact(`before ${text} after`);
    expect(redacted).toMatch(/^before \[redacted\]\S{0,4} after$/);
  });

  it.each(['', 'u', 'us', 'usr'])('removes a secret from basic credentials of the user "%s"', user => {
    const inner = `${user}:relay-token-value-123456`;
    const redacted = redactorKnowing('relay-token-value-123456').redact(Buffer.from(inner).toString('base64'));
    expect(redacted).toContain('[redacted]');
    // What is left belongs to the user name and to bytes that straddle the border.
    expect(redacted.length).toBeLessThanOrEqual('[redacted]'.length + 6 + 4);
  });

  it('removes a long secret whole when a shorter one is a part of it', () => {
    expect(redactorKnowing('abcdefgh', 'abcdefgh-and-more').redact('x abcdefgh-and-more y')).toBe('x [redacted] y');
  });

  it('leaves text alone that contains no secret', () => {
    const text = 'the registry lists 5 TEEs, 0x7f3a9c0000000000000000000000000000000000000000000000000000e21b04 is one';
    expect(redactorKnowing(SECRET).redact(text)).toBe(text);
  });

  it('ignores values that are too short to be secrets', () => {
    expect(redactorKnowing('a', 'abc').redact('abc a')).toBe('abc a');
  });

  it('copes with half a surrogate pair', () => {
    expect(redactorKnowing('half-\ud800-pair').redact('x half-\ud800-pair')).toBe('x [redacted]');
  });
});

describe('Redactor, by shape', () => {
  it.each([
    ['Authorization: Bearer abc.def-ghi_jkl', 'Authorization: Bearer [redacted]'],
    ['authorization: basic dXNlcjpwYXNz', 'authorization: basic [redacted]'],
    ['key sk-proj-abcdefghijklmnop.', 'key [redacted].'],
    ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_def-1', 'jwt [redacted]'],
    ['to https://user:pass@host/path', 'to https://[redacted]@host/path'],
    ['GET /x?access_token=abcdef&y=1', 'GET /x?access_token=[redacted]&y=1'],
  ])('removes credentials from %j', (text, expected) => {
    expect(new Redactor().redact(text)).toBe(expected);
  });

  it.each(['task-force-of-people', 'https://host/path@2x.png', 'risk-averse'])('leaves %j alone', text => {
    expect(new Redactor().redact(text)).toBe(text);
  });

  it.each(['eyJ', 'sk-', 'Bearer ', '://', '?token=', 'eyJaaaa.'])('is not led astray by a flood of %j', flood => {
    // A pattern that backtracks over the whole flood for each of its starts would not come back within the suite's limit.
    expect(new Redactor().redact(flood.repeat(100_000)).length).toBeGreaterThan(0);
  });
});
