import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FuseV1Options, FuseVersion } from '@electron/fuses';
import { describe, expect, it } from 'vitest';
import forge from '../../../forge.config.ts';
import type { Desktop } from '../driver/driver.ts';
import { useSharedDesktop } from '../driver/start.ts';

const shown = useSharedDesktop();
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const OWN = 'app://gatehouse/';
const FOREIGN = 'https://evil.example/';

async function policyOf(desktop: Desktop): Promise<Map<string, string>> {
  const { headers } = await desktop.probe.request(OWN);
  const policy = headers['content-security-policy'] ?? '';
  return new Map(
    policy.split('; ').map(rule => {
      const [name = '', ...sources] = rule.split(' ');
      return [name, sources.join(' ')];
    }),
  );
}

/** The recommendations of Electron's security tutorial, in its order and under its names. */
describe("Electron's security checklist", () => {
  it('1. Only load secure content: no request leaves, encrypted or not', async () => {
    const { probe } = shown();

    for (const url of ['http://example.com/a.js', `${FOREIGN}a.js`, 'ws://example.com/', 'file:///etc/passwd']) {
      expect(await probe.outgoing(url)).toBe(false);
    }
    expect(await probe.outgoing(`${FOREIGN}?app://gatehouse/`)).toBe(false);
    expect(await probe.outgoing('app://gatehouse.evil.example/')).toBe(false);
  });

  it('2. Do not enable Node.js integration for remote content: not even for ours', async () => {
    const desktop = shown();

    expect(await desktop.probe.webPreferences('full')).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    });
    const page = await desktop.page('full');
    expect(await page.evaluate('[typeof require, typeof process, typeof module, typeof Buffer].join()')).toBe(
      'undefined,undefined,undefined,undefined',
    );
  });

  it('3. Enable context isolation: what the page is given cannot be changed by it', async () => {
    const desktop = shown();

    expect(await desktop.probe.webPreferences('full')).toMatchObject({ contextIsolation: true });
    const page = await desktop.page('full');
    expect(await page.evaluate('(() => { try { gatehouse.run = 1; } catch {} return typeof gatehouse.run; })()')).toBe(
      'function',
    );
  });

  it('4. Enable process sandboxing: the preload works without Node', async () => {
    const desktop = shown();

    expect(await desktop.probe.webPreferences('full')).toMatchObject({ sandbox: true });
    const preload = await readFile(`${ROOT}/.vite/build/preload.cjs`, 'utf8');
    expect([...preload.matchAll(/require\(["'`]([^"'`]+)["'`]\)/g)].map(([, name]) => name)).toEqual(['electron']);
  });

  it('5. Handle session permission requests from remote content: copying alone is allowed, to our page alone', async () => {
    const { probe } = shown();
    const denied = { checked: false, requested: false };

    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'midi',
      'pointerLock',
      'fullscreen',
      'openExternal',
      'clipboard-read',
      'display-capture',
      'fileSystem',
      'hid',
      'serial',
      'usb',
    ]) {
      expect(await probe.permission(permission, OWN)).toEqual(denied);
    }
    expect(await probe.permission('clipboard-sanitized-write', OWN)).toEqual({ checked: true, requested: true });
    expect(await probe.permission('clipboard-sanitized-write', FOREIGN)).toEqual(denied);
    expect(await probe.device(OWN)).toBe(false);
    expect(await probe.download()).toBe(false);
  });

  it('6. Do not disable webSecurity', async () => {
    const { probe } = shown();

    expect(await probe.webPreferences('full')).toMatchObject({ webSecurity: true });
  });

  it('7. Define a Content-Security-Policy: own files only, nothing inline, no connection', async () => {
    const desktop = shown();

    const policy = await policyOf(desktop);
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('style-src')).toBe("'self'");
    expect(policy.get('connect-src')).toBe("'none'");
    for (const name of ['base-uri', 'form-action', 'frame-ancestors']) expect(policy.get(name)).toBe("'none'");
    expect(policy.get('require-trusted-types-for')).toBe("'script'");

    // And the page is held to it.
    const page = await desktop.page('full');
    const inline = `(() => {
      globalThis.ranInline = false;
      const script = document.createElement('script');
      try { script.text = 'globalThis.ranInline = true'; document.head.append(script); } catch {}
      return globalThis.ranInline;
    })()`;
    expect(await page.evaluate(inline)).toBe(false);
    expect(await page.evaluate(`fetch(${JSON.stringify(OWN)}).then(() => 'sent', () => 'refused')`)).toBe('refused');
  });

  it('8. Do not enable allowRunningInsecureContent', async () => {
    const { probe } = shown();

    expect((await probe.webPreferences('full'))['allowRunningInsecureContent'] ?? false).toBe(false);
  });

  it('9. Do not enable experimental features', async () => {
    const { probe } = shown();

    expect((await probe.webPreferences('full'))['experimentalFeatures'] ?? false).toBe(false);
  });

  it('10. Do not use enableBlinkFeatures', async () => {
    const { probe } = shown();

    const preferences = await probe.webPreferences('full');
    expect(preferences['enableBlinkFeatures'] ?? '').toBe('');
    expect(preferences['disableBlinkFeatures'] ?? '').toBe('');
  });

  it('11. <webview>: do not use allowpopups, nor the tag itself', async () => {
    const { probe } = shown();

    expect((await probe.webPreferences('full'))['webviewTag'] ?? false).toBe(false);
    expect(await readFile(`${ROOT}/dist/renderer/index.html`, 'utf8')).not.toContain('webview');
  });

  it('12. <webview>: verify options and params: none is attached', async () => {
    const { probe } = shown();

    expect(await probe.navigation('will-attach-webview')).toBe(false);
  });

  it('13. Disable or limit navigation', async () => {
    const { probe } = shown();

    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(await probe.navigation(event)).toBe(false);
    }
  });

  it('14. Disable or limit creation of new windows', async () => {
    const desktop = shown();

    for (const url of [FOREIGN, OWN, 'about:blank', 'file:///etc/passwd']) {
      expect(await desktop.probe.opensWindow(url)).toBe(false);
    }
  });

  it('15. Do not use shell.openExternal with untrusted content: https to a named host, nothing else', async () => {
    const desktop = shown();
    const before = (await desktop.shownOutside()).length;

    for (const url of [
      'http://example.com/',
      'file:///etc/passwd',
      'smb://server/share',
      'ms-msdt:/id',
      'javascript:alert(1)',
      'https://user:secret@example.com/',
      'https://192.168.0.1/',
    ]) {
      await desktop.probe.opensWindow(url);
    }
    await desktop.probe.opensWindow('https://docs.example.com/');
    await expect.poll(async () => (await desktop.shownOutside()).slice(before)).toEqual(['https://docs.example.com/']);
  });

  it('16. Use a current version of Electron: exactly the one that is declared', async () => {
    const { devDependencies } = JSON.parse(await readFile(`${ROOT}/package.json`, 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    const installed = JSON.parse(await readFile(`${ROOT}/node_modules/electron/package.json`, 'utf8')) as {
      version: string;
    };

    expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(installed.version).toBe(devDependencies['electron']);
    expect(Number(installed.version.split('.', 1)[0])).toBeGreaterThanOrEqual(45);
  });

  it('17. Validate the sender of all IPC messages, and every payload', async () => {
    const { probe } = shown();

    for (const channel of ['gatehouse:get-snapshot', 'gatehouse:run', 'gatehouse:query']) {
      expect(await probe.foreignCall(channel)).toMatchObject({ ok: false, error: { code: 'foreign_frame' } });
      expect(await probe.frameCall(channel)).toMatchObject({ ok: false, error: { code: 'foreign_frame' } });
    }
    for (const payload of [
      undefined,
      null,
      'rotateTee',
      { name: 'formatDisk' },
      { name: 'selectGateway', profile: 7 },
    ]) {
      expect(await probe.call('gatehouse:run', payload)).toMatchObject({
        ok: false,
        error: { code: 'invalid_request' },
      });
      expect(await probe.call('gatehouse:query', payload)).toMatchObject({ ok: false });
    }
    const long = { name: 'setSecret', secret: 'x', value: 'x'.repeat(1_000_000) };
    expect(await probe.call('gatehouse:run', long)).toMatchObject({
      ok: false,
      error: {
        code: 'value_too_long',
        message: expect.stringMatching(/^“value” is too long: \d+ characters at most\.$/),
      },
    });
  });

  it('18. Avoid usage of the file:// protocol: an own scheme, secure and of the page alone', async () => {
    const { probe } = shown();

    expect(await probe.schemePrivileges()).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
    expect(await probe.request(OWN)).toMatchObject({ status: 200, headers: { 'x-content-type-options': 'nosniff' } });
    for (const url of [
      `${OWN}..%2f..%2fpackage.json`,
      `${OWN}../../package.json`,
      `${OWN}%00index.html`,
      `${OWN}C:/Windows/win.ini`,
      'app://elsewhere/index.html',
    ]) {
      expect((await probe.request(url)).status).toBe(404);
    }
    expect(await probe.outgoing('file:///etc/passwd')).toBe(false);
  });

  it('19. Check which fuses you can change: all that make the program something else are blown', async () => {
    const plugins = (forge.plugins ?? []) as unknown as { name: string; fusesConfig?: Record<number, boolean> }[];
    const fuses = plugins.find(({ name }) => name === 'fuses')?.fusesConfig;

    expect(fuses).toMatchObject({
      version: FuseVersion.V1,
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableCookieEncryption]: true,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    });
    expect(forge.packagerConfig?.asar).toBe(true);
  });

  it('20. Do not expose Electron APIs to untrusted web content: a few functions, no events, no channels', async () => {
    const desktop = shown();
    const page = await desktop.page('full');

    expect(
      await page.evaluate('Object.entries(gatehouse).map(([name, value]) => name + ":" + typeof value).sort()'),
    ).toEqual(['getSnapshot:function', 'onSnapshot:function', 'query:function', 'run:function']);
    expect(await page.evaluate('typeof ipcRenderer + typeof electron')).toBe('undefinedundefined');
    const pushed = await page.evaluate(
      'new Promise(resolve => { const end = gatehouse.onSnapshot((...given) => { end(); resolve(given.map(value => typeof value + ("sender" in value))); }); void gatehouse.run({ name: "checkRegistry" }); })',
    );
    expect(pushed).toEqual(['objectfalse']);
  });
});
