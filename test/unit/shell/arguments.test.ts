import { describe, expect, it } from 'vitest';
import { readArguments } from '../../../electron/shell/arguments.ts';

describe("the desktop application's arguments", () => {
  it('are read as the command line reads those of its run command', () => {
    const { home, hidden, safeMode, flags } = readArguments(['--home', '/tmp/home', '--hidden', '--port=8080']);

    expect({ home, hidden, safeMode }).toEqual({ home: '/tmp/home', hidden: true, safeMode: false });
    expect([...flags]).toEqual([['proxy.port', { text: '8080', source: '--port' }]]);
  });

  it.each([
    ['of an AppImage where the system keeps user namespaces from it', ['--no-sandbox']],
    ['of a person for a screen', ['--ozone-platform=wayland', '--enable-features=UseOzonePlatform', '--disable-gpu']],
    ['of a person for a keyring', ['--password-store=gnome-libsecret']],
  ])('may stand beside switches of the runtime: %s', (_whose, switches) => {
    const { hidden, flags } = readArguments([...switches, '--hidden']);

    expect(hidden).toBe(true);
    expect([...flags]).toEqual([]);
  });

  it.each(['--safemode', '--no-sandboxes', 'status'])('are refused where nobody knows them: %s', argument => {
    expect(() => readArguments([argument])).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
