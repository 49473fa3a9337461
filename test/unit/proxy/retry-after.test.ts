import { describe, expect, it } from 'vitest';
import { wellFormedRetryAfter } from '../../../electron/core/proxy/retry-after.ts';

describe('a Retry-After', () => {
  it.each(['0', '7', '120', '999999', 'Sun, 06 Nov 1994 08:49:37 GMT', 'Fri, 31 Dec 2027 23:59:59 GMT'])(
    'of %s is passed on as it is',
    value => {
      expect(wellFormedRetryAfter(value)).toBe(value);
    },
  );

  it.each([
    '',
    'planted_bearer_token_4711',
    '1234567',
    '12345678',
    '-1',
    '1.5',
    '5, 6',
    ' 5',
    '5\n6',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
    'Sun, 06 Nov 1994 08:49:37 token',
    'Tok, 06 Nov 1994 08:49:37 GMT',
    'Sun, 06 Nov 1994 08:49:37 GMT planted',
    '<script>',
  ])('of "%s" is dropped', value => {
    expect(wellFormedRetryAfter(value)).toBeUndefined();
  });
});
