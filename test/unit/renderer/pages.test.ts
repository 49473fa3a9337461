import { describe, expect, it } from 'vitest';
import { type Page, withNewest, withOlder } from '../../../renderer/format/pages.ts';

const keyOf = (item: string): string => item.slice(0, 1);
const page = (items: string, next: string | null): Page<string, string> => ({ items: items.split(' '), next });
const EMPTY: Page<string, string> = { items: [], next: null };

describe('a list that is read page by page', () => {
  it('begins with its newest page', () => {
    expect(withNewest(EMPTY, page('c b', 'b'), keyOf)).toEqual(page('c b', 'b'));
  });

  it('puts what is new before what it has, and goes on where it was', () => {
    const known = withOlder(page('d c', 'c'), page('b a', null), keyOf);
    expect(known).toEqual(page('d c b a', null));
    expect(withNewest(known, page('f e d', 'd'), keyOf)).toEqual(page('f e d c b a', null));
  });

  it('takes what it knows already as it is now', () => {
    expect(withNewest(page('b1 a', null), page('b2 a', null), keyOf)).toEqual(page('b2 a', null));
  });

  it('begins anew when so much came that nothing is known of what lies between', () => {
    expect(withNewest(page('b a', null), page('z y', 'y'), keyOf)).toEqual(page('z y', 'y'));
  });

  it('lists nothing twice when a page repeats what was there', () => {
    expect(withOlder(page('d c', 'c'), page('c b', 'b'), keyOf)).toEqual(page('d c b', 'b'));
  });
});
