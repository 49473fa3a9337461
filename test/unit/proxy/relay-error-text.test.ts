import { describe, expect, it } from 'vitest';
import { isProviderFault, meansStaleKey, relayErrorText } from '../../../electron/core/proxy/relay-error-text.ts';

function textOf(body: string, contentType = 'application/json', status = 500): string {
  return relayErrorText(status, contentType, { bytes: Buffer.from(body), end: 'whole' }, text => text);
}

describe('the text of a relay error', () => {
  it.each([
    ['detail', '{"detail":"no credit","error":"other"}', 'no credit'],
    ['error', '{"error":"provider fault"}', 'provider fault'],
    ['message', '{"message":"slow down"}', 'slow down'],
    ['nested error.message', '{"error":{"message":"inner","code":7}}', 'inner'],
    [
      'a list of validation entries',
      '{"detail":[{"msg":"field required"},{"msg":"too long"}]}',
      'field required; too long',
    ],
    ['an empty detail beside an error', '{"detail":"","error":"real"}', 'real'],
    ['plain text', 'upstream is down', 'upstream is down'],
    ['a JSON text', '"just text"', 'just text'],
  ])('is taken from %s', (_, body, expected) => {
    expect(textOf(body)).toBe(expected);
  });

  it('is a phrase for a web page, by type or by look', () => {
    expect(textOf('<h1>502</h1>', 'text/html', 502)).toBe('The relay answered 502 with a web page.');
    expect(textOf('<!DOCTYPE html><p>x', 'text/plain', 503)).toBe('The relay answered 503 with a web page.');
  });

  it('is a phrase for an empty body', () => {
    expect(textOf('', '', 504)).toBe('The relay answered 504 without a reason.');
  });

  it('is one line of at most 500 characters without control characters', () => {
    const text = textOf(JSON.stringify({ detail: `a\r\nb\u0000c\u0085d\u2028e\u001b[31m${'x'.repeat(3_000)}` }));
    expect(text.startsWith('a b c d e [31mxx')).toBe(true);
    expect(text).toHaveLength(500);
  });

  it('survives bodies that are deep or no UTF-8', () => {
    expect(textOf(`${'{"error":'.repeat(50)}"x"${'}'.repeat(50)}`)).toMatch(/^\{"error":/);
    const bytes = Buffer.from([0xff, 0xfe, 0x41]);
    expect(relayErrorText(500, 'application/json', { bytes, end: 'whole' }, text => text)).toContain('A');
  });

  it('is redacted while it is whole, wherever it is cut afterwards', () => {
    const redact = (text: string): string => text.replaceAll('planted-token', '[redacted]');
    for (let offset = 470; offset <= 500; offset += 1) {
      for (const filler of ['x'.repeat(offset), 'é\n'.repeat(offset / 2)]) {
        const bytes = Buffer.from(`${filler}planted-token`);
        const text = relayErrorText(500, 'text/plain', { bytes, end: 'whole' }, redact);
        expect(text).not.toContain('plan');
        expect(text.length).toBeLessThanOrEqual(500);
      }
    }
  });

  it.each([
    ['too-long', 'The relay answered 500 with a reason that is too long to show.'],
    ['broken', 'The relay answered 500 and broke off its reason.'],
  ] as const)('shows nothing of a body that is %s, which may end inside a secret', (end, expected) => {
    const bytes = Buffer.from('{"detail":"x"} planted-tok');
    expect(relayErrorText(500, 'application/json', { bytes, end }, text => text)).toBe(expected);
  });
});

describe('a stale key', () => {
  it('is told from a bad body, though both are 400', () => {
    expect(meansStaleKey(400, 'Malformed encapsulated request')).toBe(true);
    expect(meansStaleKey(400, 'inner payload is not JSON')).toBe(false);
    expect(meansStaleKey(500, 'malformed encapsulated request')).toBe(false);
  });
});

describe("the provider's fault", () => {
  it.each([
    ['{"error":"x","source":"provider"}', true],
    ['{"error":{"message":"x","source":"provider"}}', true],
    ['{"detail":{"source":"provider"}}', true],
    ['{"error":"x","source":"gateway"}', false],
    ['{"error":"source: provider"}', false],
    ['["provider"]', false],
    ['null', false],
    ['<html>', false],
    ['', false],
  ])('is told from the body %s: %s', (body, expected) => {
    expect(isProviderFault(Buffer.from(body))).toBe(expected);
  });
});
