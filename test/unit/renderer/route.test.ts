import { describe, expect, it } from 'vitest';
import { hrefOf, routeOf } from '../../../renderer/format/route.ts';

describe('the address of a view', () => {
  it.each([
    ['', 'overview'],
    ['#tees', 'tees'],
    ['#activity?id=12', 'activity'],
    ['#nowhere', 'overview'],
    ['#nowhere?id=12', 'overview'],
    ['#token=abc', 'overview'],
    ['#constructor', 'overview'],
  ])('%s leads to %s', (fragment, view) => {
    expect(routeOf(fragment).view).toBe(view);
  });

  it('carries what a view is asked to show, there and back', () => {
    const asked = { id: '0x12', from: 'a & b?' };
    const { view, params } = routeOf(hrefOf('receipts', asked));

    expect(view).toBe('receipts');
    expect(Object.fromEntries(params)).toEqual(asked);
    expect(hrefOf('tees')).toBe('#tees');
  });

  it('gives an unknown view nothing to show', () => {
    expect(routeOf('#nowhere?id=12').params.size).toBe(0);
  });
});
