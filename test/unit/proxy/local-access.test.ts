import { describe, expect, it } from 'vitest';
import { LocalAccess } from '../../../electron/core/proxy/local-access.ts';

describe('local access', () => {
  const access = new LocalAccess(11_435);

  it.each(['127.0.0.1:11435', 'localhost:11435', '[::1]:11435', 'LocalHost:11435'])('lets Host %s in', host => {
    expect(access.refusal({ host })).toBeUndefined();
  });

  it.each([
    undefined,
    '',
    'localhost',
    'localhost:11436',
    'localhost.evil.example:11435',
    'evil.example:11435',
    '127.0.0.1.nip.io:11435',
    '0.0.0.0:11435',
    'user@localhost:11435',
  ])('keeps Host %s out', host => {
    expect(access.refusal(host === undefined ? {} : { host })?.code).toBe('host_not_allowed');
  });

  it('names the address to use to whoever comes by another name', () => {
    expect(access.refusal({ host: 'gatehouse.local:11435' })?.remedy).toContain('http://127.0.0.1:11435 ');
    expect(new LocalAccess(11_435, '::1').refusal({})?.remedy).toContain('http://[::1]:11435 ');
  });

  it.each(['http://localhost:11435', 'http://127.0.0.1:11435', 'http://[::1]:11435'])('lets Origin %s in', origin => {
    expect(access.refusal({ host: 'localhost:11435', origin })).toBeUndefined();
  });

  it.each(['null', '', 'https://localhost:11435', 'http://localhost', 'http://localhost:11435.evil.example'])(
    'keeps Origin "%s" out',
    origin => {
      expect(access.refusal({ host: 'localhost:11435', origin })?.code).toBe('origin_not_allowed');
    },
  );

  it('leaves the port off only where that is the default', () => {
    expect(new LocalAccess(80).refusal({ host: 'localhost' })).toBeUndefined();
  });
});
