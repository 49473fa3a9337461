import { describe, expect, it } from 'vitest';
import { turnFailure } from '../../../electron/core/agents/index.ts';

const ended = (output: string, code: number | null = 1, signal: NodeJS.Signals | null = null) =>
  turnFailure({ code, signal, output })?.status;
const event = (value: object): string => `${JSON.stringify(value)}\n`;

describe('turnFailure', () => {
  it.each([
    ['Claude usage limit reached', 429],
    ['Your limit resets at 5pm', 429],
    ['{"not":"json', 502],
    ['API Error: 401 Invalid bearer token', 503],
    ['please set ANTHROPIC_API_KEY', 503],
    ['', 502],
  ])('takes the last words %j for %i', (output, status) => {
    expect(ended(output)).toBe(status);
  });

  it('takes a killed process for nothing else, whatever it said', () => {
    expect(ended('unauthorized', null, 'SIGKILL')).toBe(504);
    expect(ended('rate limit', 137)).toBe(504);
    expect(ended('unauthorized', 143)).toBe(504);
  });

  it('finds no failure in a clean end that talks about limits', () => {
    expect(ended('I have written the rate limit handler for 401 unauthorized.', 0)).toBeUndefined();
  });

  it('believes the result event over the exit code', () => {
    expect(ended(event({ type: 'result', is_error: true, result: 'usage limit reached' }), 0)).toBe(429);
    expect(ended(event({ type: 'result', is_error: false, result: 'usage limit' }), 0)).toBeUndefined();
  });

  it.each(['rate_limit', 'billing_error'])('knows the assistant error %s', error => {
    expect(ended(event({ type: 'assistant', error }))).toBe(429);
  });

  it('does not blame the provider for what a tool said further up', () => {
    const chatter = Array.from({ length: 20 }, (_, line) => `line ${line}`).join('\n');
    expect(ended(`GitHub: 401 unauthorized\n${chatter}\nTypeError: x is undefined`)).toBe(502);
    expect(ended(`${event({ type: 'user', text: 'unauthorized' })}TypeError: x`)).toBe(502);
  });
});
