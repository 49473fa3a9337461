import { describe, expect, it } from 'vitest';
import { VIEWS } from '../../../electron/contract/index.ts';
import { linkAmong, parseDeepLink } from '../../../electron/shell/deep-link.ts';

const TEE = `0x${'7f3a'.repeat(16)}`;

describe('a deep link', () => {
  it.each(VIEWS)('leads to %s', view => {
    expect(parseDeepLink(`gatehouse://${view}`)).toEqual({ view, params: {} });
    expect(parseDeepLink(`gatehouse://${view}/`)).toEqual({ view, params: {} });
  });

  it('names what the view is to show', () => {
    expect(parseDeepLink(`gatehouse://tees?id=${TEE}`)).toEqual({ view: 'tees', params: { id: TEE } });
    expect(parseDeepLink('gatehouse://activity?gate=tee&id=a12')).toEqual({
      view: 'activity',
      params: { gate: 'tee', id: 'a12' },
    });
  });

  it.each([
    ['another scheme', 'https://tees'],
    ['no address at all', 'tees'],
    ['an unknown view', 'gatehouse://rotate'],
    ['a view in another spelling', 'gatehouse://TEES'],
    ['a path', 'gatehouse://tees/rotate'],
    ['no host', 'gatehouse:tees'],
    ['a user', 'gatehouse://me@tees'],
    ['a password', 'gatehouse://me:secret@tees'],
    ['a port', 'gatehouse://tees:80'],
    ['a fragment', 'gatehouse://tees#now'],
    ['an unknown parameter', 'gatehouse://tees?command=rotateTee'],
    ['a parameter of another view', `gatehouse://overview?id=${TEE}`],
    ['a parameter twice', `gatehouse://tees?id=${TEE}&id=${TEE}`],
    ['a value in another form', 'gatehouse://tees?id=../../etc/passwd'],
    ['markup', 'gatehouse://gateways?id=%3Cscript%3E'],
    ['an inherited name', 'gatehouse://gateways?constructor=x'],
    ['too much text', `gatehouse://gateways?id=${'a'.repeat(600)}`],
  ])('is refused with %s', (_what, link) => {
    expect(parseDeepLink(link)).toBeUndefined();
  });

  it('is found among the arguments of a program', () => {
    expect(linkAmong(['gatehouse', '--', 'gatehouse://tees'])).toBe('gatehouse://tees');
    expect(linkAmong(['gatehouse', 'GateHouse://tees'])).toBe('GateHouse://tees');
    expect(linkAmong(['/opt/gatehouse/gatehouse', '--hidden'])).toBeUndefined();
  });
});
