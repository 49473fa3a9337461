import { describe, expect, it } from 'vitest';
import { masked, plainAddress } from '../../../../electron/core/app/queries/diagnostics/mask.ts';
import { Redactor } from '../../../../electron/core/platform/index.ts';

const scrubber = new Redactor();
scrubber.add('planted-secret');
const mask = { scrubber, home: '/home/jane/.gatehouse', userFolder: '/home/jane' };

describe('a text that is given away', () => {
  it.each([
    ['a planted-secret in it', 'a [redacted] in it'],
    ['Signed in as jane.doe@mail.example.org.', 'Signed in as [e-mail].'],
    ['in /home/jane/.gatehouse/logs and /home/jane/src', 'in <home>/logs and ~/src'],
    ['read https://rpc.example/v3/key123?x=1 now', 'read https://rpc.example/… now'],
    ['"url":"wss://user:pass@host.example:18789/path"', '"url":"wss://host.example:18789/…"'],
    ['at http://127.0.0.1:8080 and redis://host:6379/', 'at http://127.0.0.1:8080 and redis://host:6379'],
    ['nothing to hide: 12:30, a/b, 0xabc', 'nothing to hide: 12:30, a/b, 0xabc'],
  ])('%s becomes %s', (given, expected) => {
    expect(masked(given, mask)).toBe(expected);
  });

  it('leaves a long line alone that only begins like an e-mail address', () => {
    const long = 'a'.repeat(200_000);
    expect(masked(`${long}@`, mask)).toBe(`${long}@`);
  });

  it('names an address that cannot be read as just that', () => {
    expect(plainAddress('https://[nonsense')).toBe('[address]');
  });
});
