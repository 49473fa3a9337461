import { describe, expect, it } from 'vitest';
import { externalLink, loginPage } from '../../../electron/shell/external-link.ts';

const REFUSED = [
  'http://example.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'ms-msdt:/id',
  'smb://server/share',
  'https://user@example.com/',
  'https://user:secret@example.com/',
  'https://192.168.0.1/',
  'https://[::1]/',
  'https://printer.local/',
  'https://intranet/',
  'example.com',
  `https://example.com/${'a'.repeat(3_000)}`,
];

describe('a link that leaves the application', () => {
  it('is an https page of a named host', () => {
    expect(externalLink('https://docs.example.com/a?b#c')).toBe('https://docs.example.com/a?b#c');
    expect(externalLink('https://exämple.com')).toBe('https://xn--exmple-cua.com/');
  });

  it.each([...REFUSED, 'https://localhost/', 'https://example.com:8443/', 'http://127.0.0.1:80/'])(
    'is not %s',
    address => {
      expect(externalLink(address)).toBeUndefined();
    },
  );
});

describe('a login page', () => {
  it.each(['https://chat.example.com/login', 'https://chat.example.com:8443/login', 'http://127.0.0.1:4711/login'])(
    'is opened at %s',
    address => {
      expect(loginPage(address)).toBe(address);
    },
  );

  it.each([
    'http://example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://user:secret@example.com/',
    'http://127.0.0.1.example.com/',
    'example.com',
  ])('is not opened at %s', address => {
    expect(() => loginPage(address)).toThrow(expect.objectContaining({ code: 'unsafe_link' }));
  });
});
