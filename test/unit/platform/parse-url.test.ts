import { describe, expect, it } from 'vitest';
import { parseUrl } from '../../../electron/core/platform/index.ts';

/** As often as an engine takes to optimize what it runs. */
const CALLS = 200_000;

describe('an address as text', () => {
  it('is read in the same way when the engine has optimized the reading', () => {
    const misread = Array.from({ length: CALLS }, () => parseUrl('https://user:geheim-ä@exämple.com/ö')).filter(
      url => url?.hostname !== 'xn--exmple-cua.com',
    );
    expect(misread).toHaveLength(0);
  });

  it.each(['', 'no address', '//example.com', 'https://', 'https://exa mple.com'])('is none where it is %j', text => {
    expect(parseUrl(text)).toBeUndefined();
  });
});
