import { describe, expect, it } from 'vitest';
import { noticeTexts } from '../../../electron/core/notify/index.ts';

const FOUR = new Date(2026, 10, 21, 16, 5).getTime();
const MIDNIGHT = new Date(2026, 10, 21, 0, 30).getTime();

describe('a time in a notice', () => {
  it.each([
    ['de', 'de-DE', '16:05'],
    ['de', 'en-US', '4:05\u00a0PM'],
    ['en', 'en-US', '4:05\u00a0PM'],
    ['en', 'en-GB', '16:05'],
    ['en', 'de-AT', '16:05'],
    ['en', 'no locale', '16:05'],
    ['en', undefined, '16:05'],
  ])('in %s is written as the region of %s does', (language, region, time) => {
    expect(noticeTexts(language, region).timeOfDay(FOUR)).toBe(time);
  });

  it('begins the day at midnight', () => {
    expect(noticeTexts('en', 'en-GB').timeOfDay(MIDNIGHT)).toBe('00:30');
    expect(noticeTexts('en', 'en-US').timeOfDay(MIDNIGHT)).toBe('12:30\u00a0AM');
  });
});
