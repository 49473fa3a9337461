import { describe, expect, it } from 'vitest';
import { writtenResetMs } from '../../../../electron/core/subscriptions/failure/reset-time.ts';
import { classifyFailure } from '../../../../electron/core/subscriptions/index.ts';

/** A Sunday, 12:00 in London, 09:00 in São Paulo, 07:00 in New York, where summer time ended this night. */
const NOW_MS = Date.UTC(2026, 10, 1, 12);

describe('a reset that is written for people', () => {
  it.each([
    ['resets 12pm (America/Sao_Paulo)', Date.UTC(2026, 10, 1, 15)],
    ['resets 12am (America/Sao_Paulo)', Date.UTC(2026, 10, 2, 3)],
    ['resets 8am (America/Sao_Paulo)', Date.UTC(2026, 10, 2, 11)],
    ['resets 12:01pm (UTC)', Date.UTC(2026, 10, 1, 12, 1)],
    ['resets 12pm (UTC)', Date.UTC(2026, 10, 2, 12)],
    ['resets at 5:30 pm (Asia/Kolkata)', Date.UTC(2026, 10, 2, 12)],
    ['resets Nov 4, 9am (Europe/Berlin)', Date.UTC(2026, 10, 4, 8)],
    ['resets November 4 at 9am (UTC)', Date.UTC(2026, 10, 4, 9)],
    ['resets Jan 2, 9am (America/New_York)', Date.UTC(2027, 0, 2, 14)],
  ])('%s', (text, atMs) => {
    expect(writtenResetMs(`You've hit your limit · ${text}`, NOW_MS)).toBe(atMs);
  });

  it('keeps to the clocks of the day of the reset when summer time ends in between', () => {
    const before = Date.UTC(2026, 9, 31, 22);
    expect(writtenResetMs('resets 9am (America/New_York)', before)).toBe(Date.UTC(2026, 10, 1, 14));
  });

  it.each([
    'resets 5pm',
    'resets 13pm (UTC)',
    'resets 5:70pm (UTC)',
    'resets 5pm (Mars/Base)',
    'resets Foo 3, 5pm (UTC)',
  ])('is not guessed from: %s', text => {
    expect(writtenResetMs(text, NOW_MS)).toBeUndefined();
  });

  it('becomes the end of the cooldown', () => {
    const message = "You've hit your limit · resets 12pm (America/Sao_Paulo)";
    const { cooldownHint } = classifyFailure({ status: 429, message, nowMs: NOW_MS });
    expect(cooldownHint).toEqual({ scope: 'subscription', untilMs: Date.UTC(2026, 10, 1, 15) });
    expect(classifyFailure({ status: 429, message }).cooldownHint).toEqual({ scope: 'subscription' });
  });
});
