import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SystemClock, SystemOpener } from '../../../electron/core/platform/index.ts';
import { expectMode } from '../../helpers/file-mode.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const signal = new AbortController().signal;
const URL_WITH_TOKEN = 'http://127.0.0.1:4000/#token=one-time-token';

async function createOpener(platform: NodeJS.Platform, launchError?: Error) {
  const home = await tempHome();
  const launched: string[][] = [];
  const opener = new SystemOpener({
    home,
    clock: new SystemClock(),
    env: { DISPLAY: ':0', SystemRoot: String.raw`D:\Windows` },
    platform,
    launch: async (program, args) => {
      launched.push([program, ...args]);
      if (launchError !== undefined) throw launchError;
    },
  });
  return { home, launched, opener, page: join(home, 'open-dashboard.html') };
}

describe('SystemOpener', () => {
  it.each([
    ['linux', 'xdg-open'],
    ['darwin', 'open'],
    ['win32', String.raw`D:\Windows\System32\rundll32.exe`],
  ] as const)('hands %s a private page instead of the address', async (platform, program) => {
    const { launched, opener, page } = await createOpener(platform);
    await opener.open(URL_WITH_TOKEN, signal);
    expect(launched[0]?.[0]).toBe(program);
    expect(launched.flat().join(' ')).not.toContain('one-time-token');
    expect(launched[0]?.at(-1)).toBe(page);
    await expectMode(page, 0o600);
    expect(await readFile(page, 'utf8')).toContain(`location.replace("${URL_WITH_TOKEN}")`);
  });

  it('lets no address break out of the page', async () => {
    const { opener, page } = await createOpener('linux');
    await opener.open('http://127.0.0.1/</script><script>alert(1)</script>"onclick="x', signal);
    const html = await readFile(page, 'utf8');
    expect(html.match(/<script>/g)).toHaveLength(1);
    expect(html).not.toContain('"onclick="');
  });

  it('says how to go on when there is no browser, without the address', async () => {
    const { opener } = await createOpener('linux', new Error('spawn xdg-open ENOENT'));
    const error = await opener.open(URL_WITH_TOKEN, signal).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'open_failed', remedy: expect.any(String) });
    expect(String(error)).not.toContain('one-time-token');
  });

  it('removes the page when it is told to forget', async () => {
    const { home, opener } = await createOpener('linux');
    await opener.open(URL_WITH_TOKEN, signal);
    await opener.forget();
    await opener.forget();
    expect(await readdir(home)).toEqual([]);
  });

  it.each([
    ['linux', {}, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['linux', { SSH_CONNECTION: 'x', DISPLAY: ':10' }, true],
    ['darwin', {}, true],
    ['darwin', { SSH_CONNECTION: 'x' }, false],
    ['win32', {}, true],
  ] as const)('knows whether %s with %o has a screen', (platform, env, expected) => {
    expect(new SystemOpener({ home: '/h', clock: new SystemClock(), env, platform }).canOpen).toBe(expected);
  });
});
