import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type SettingShape, SettingsDescription, type SettingView } from '../../../electron/contract/index.ts';
import {
  type LoadOptions,
  leafSettings,
  loadSettings,
  openConfFile,
  SettingsDesk,
} from '../../../electron/core/config/index.ts';
import { expectMode } from '../../helpers/file-mode.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

async function openDesk(content?: unknown, more: Partial<LoadOptions> = {}) {
  const home = await tempHome();
  const path = join(home, 'config.json');
  if (content !== undefined) await writeFile(path, JSON.stringify(content));
  const loaded = await loadSettings({
    home,
    env: {},
    clock: new VirtualClock(),
    signal: new AbortController().signal,
    openFile: openConfFile,
    ...more,
  });
  const desk = new SettingsDesk(loaded);
  const stored = async (): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
  return { desk, path, stored, settings: loaded.settings };
}

function viewOf(desk: SettingsDesk, path: string): SettingView {
  const view = desk
    .describe()
    .sections.flatMap(({ settings }) => settings)
    .find(setting => setting.path === path);
  if (view === undefined) throw new Error(`no ${path}`);
  return view;
}

describe('the description of the settings', () => {
  it('has every setting once, in the order of the gates, as the contract has it', async () => {
    const { desk } = await openDesk();
    const { sections } = SettingsDescription.parse(desk.describe());
    expect(sections.map(({ id }) => id).slice(0, 7)).toEqual([
      'network',
      'gateway',
      'tee',
      'relay',
      'proxy',
      'subscriptions',
      'notifications',
    ]);
    const paths = sections.flatMap(({ settings }) => settings.map(({ path }) => path));
    expect([...paths].sort()).toEqual([...leafSettings().keys()].sort());
  });

  it.each<[string, SettingShape]>([
    ['proxy.port', { kind: 'number', min: 0, max: 65_535, unit: null, offAtZero: false }],
    ['tee.refreshSeconds', { kind: 'number', min: 0, max: 86_400, unit: 'seconds', offAtZero: false }],
    ['subscriptions.thresholdPct', { kind: 'number', min: 50, max: 100, unit: 'percent', offAtZero: true }],
    ['proxy.verification', { kind: 'choice', options: ['strict', 'progressive'] }],
    ['notifications.enabled', { kind: 'flag' }],
    ['notifications.quietHours', { kind: 'hours' }],
    ['tee.teeId', { kind: 'hash' }],
    ['tee.registry.address', { kind: 'address' }],
    ['gateway.tlsFingerprint', { kind: 'fingerprint' }],
    ['relay.url', { kind: 'url', schemes: ['http', 'https'] }],
    ['subscriptions.lock.redisUrl', { kind: 'url', schemes: ['redis', 'rediss'] }],
    ['tee.registry.rpcUrls', { kind: 'list', of: 'url', options: null }],
    ['gateway.profiles', { kind: 'records' }],
    ['sandbox.seed', { kind: 'text' }],
  ])('says of %s what its control has to know', async (path, shape) => {
    expect(viewOf((await openDesk()).desk, path).shape).toEqual(shape);
  });

  it('has a range for every number that its own check confirms at both ends', async () => {
    const { desk } = await openDesk();
    for (const { path, shape } of desk.describe().sections.flatMap(({ settings }) => settings)) {
      if (shape.kind !== 'number') continue;
      expect(shape.min, path).toBeLessThan(shape.max);
      expect([desk.check(path, shape.min).ok, desk.check(path, shape.max).ok], path).toEqual([true, true]);
      expect([desk.check(path, shape.min - 1).ok, desk.check(path, shape.max + 1).ok], path).toEqual([
        shape.offAtZero && shape.min === 1,
        false,
      ]);
    }
  });

  it('says where each value is from, and who locks it', async () => {
    const { desk } = await openDesk(
      { relay: { timeoutMs: 5_000 } },
      {
        env: { GATEHOUSE_PROXY_PORT: '4711' },
        flags: new Map([['sandbox.seed', { text: 'x', source: '--seed' }]]),
      },
    );
    expect(viewOf(desk, 'relay.timeoutMs')).toMatchObject({
      value: 5_000,
      default: 120_000,
      source: 'file',
      lockedBy: null,
    });
    expect(viewOf(desk, 'proxy.port')).toMatchObject({
      value: 4711,
      source: 'environment',
      lockedBy: 'GATEHOUSE_PROXY_PORT',
    });
    expect(viewOf(desk, 'sandbox.seed')).toMatchObject({ value: 'x', source: 'flag', lockedBy: '--seed' });
    expect(viewOf(desk, 'log.level')).toMatchObject({ value: 'info', source: 'default', lockedBy: null });
  });

  it('goes on with the values of the start when the file was broken meanwhile, and says so', async () => {
    const { desk, path } = await openDesk({ relay: { timeoutMs: 5_000 } });
    await writeFile(path, '{"relay": {"timeoutMs": "soon"}}');
    expect(viewOf(desk, 'relay.timeoutMs').value).toBe(5_000);
    expect(desk.describe().problems).toEqual([
      {
        path: 'relay.timeoutMs',
        problem: 'expected a whole number of milliseconds from 100 to 2147483647',
        told: { code: 'problem_whole_number', name: 'milliseconds', count: 100, total: 2_147_483_647 },
      },
    ]);
    await writeFile(path, '{"secret-word": ');
    const [problem] = desk.describe().problems;
    expect(problem).toEqual({
      path: '',
      problem: 'The settings file cannot be read: it is not JSON.',
      told: { code: 'settings_not_json' },
    });
    expect(() => desk.set('relay.timeoutMs', 6_000)).toThrow(expect.objectContaining({ code: 'settings_unreadable' }));
    expect(await readFile(path, 'utf8')).toBe('{"secret-word": ');
  });
});

describe('the check of one value', () => {
  it('gives the value as it would be in force, or the sentence of the schema', async () => {
    const { desk } = await openDesk();
    expect(desk.check('tee.teeId', ` ${'AB'.repeat(32)} `)).toEqual({ ok: true, value: `0x${'ab'.repeat(32)}` });
    expect(desk.check('proxy.port', 70_000)).toEqual({
      ok: false,
      problem: 'expected a whole number from 0 to 65535',
      told: { code: 'problem_whole_number', count: 0, total: 65_535 },
    });
    expect(desk.check('tee.registry.rpcUrls', ['https://a.example', 'ftp://b'])).toEqual({
      ok: false,
      problem: 'entry 2: expected an http, https, ws or wss address',
      told: {
        code: 'problem_entry',
        name: '2',
        of: { code: 'problem_url', names: ['http', 'https', 'ws', 'wss'] },
      },
    });
    expect(desk.check('proxy.port', null)).toEqual({ ok: true, value: 11_435 });
    expect(() => desk.check('proxy.colour', 1)).toThrow(expect.objectContaining({ code: 'setting_unknown' }));
  });
});

describe('a change of a setting', () => {
  it('goes to the file, keeps what this version does not know, and says how to undo it', async () => {
    const { desk, stored, path } = await openDesk({ future: { thing: true }, relay: { timeoutMs: 5_000, other: 1 } });
    expect(desk.set('relay.timeoutMs', 6_000)).toEqual({
      paths: ['relay.timeoutMs'],
      waiting: ['relay.timeoutMs'],
      undo: [{ path: 'relay.timeoutMs', value: 5_000 }],
    });
    expect(await stored()).toEqual({ future: { thing: true }, relay: { timeoutMs: 6_000, other: 1 } });
    await expectMode(path, 0o600);
    desk.set('relay.timeoutMs', null);
    expect(await stored()).toEqual({ future: { thing: true }, relay: { other: 1 } });
  });

  it('counts at once where parts read it at each use, and from the next start elsewhere', async () => {
    const { desk, settings } = await openDesk();
    const heard: string[] = [];
    desk.onChange(path => heard.push(path));
    expect(desk.set('notifications.teeSwitched', false).waiting).toEqual([]);
    expect(settings.notifications.teeSwitched).toBe(false);
    expect(viewOf(desk, 'notifications.teeSwitched')).toMatchObject({ needsRestart: false, waitsForRestart: false });
    expect(desk.set('proxy.port', 4711).waiting).toEqual(['proxy.port']);
    expect(settings.proxy.port).toBe(11_435);
    expect(viewOf(desk, 'proxy.port')).toMatchObject({ value: 4711, needsRestart: true, waitsForRestart: true });
    desk.set('proxy.port', null);
    expect(viewOf(desk, 'proxy.port').waitsForRestart).toBe(false);
    expect(heard).toEqual(['notifications.teeSwitched', 'proxy.port', 'proxy.port']);
  });

  it('that changes nothing writes nothing', async () => {
    const { desk, path } = await openDesk({ relay: { timeoutMs: 5_000 } });
    const before = await stat(path);
    expect(desk.set('relay.timeoutMs', 5_000)).toEqual({ paths: [], waiting: [], undo: [] });
    expect((await stat(path)).mtimeMs).toBe(before.mtimeMs);
  });

  it.each([
    ['a value that does not fit', 'relay.timeoutMs', 5, 'setting_invalid'],
    ['a setting that there is not', 'relay.colour', 5, 'setting_unknown'],
    ['one that the environment gives', 'proxy.port', 5, 'setting_not_in_file'],
    ['one that other commands change', 'gateway.profiles', [], 'setting_managed'],
  ] as const)('is refused for %s, and nothing changes', async (_name, path, value, code) => {
    const { desk, stored } = await openDesk({ log: { level: 'warn' } }, { env: { GATEHOUSE_PROXY_PORT: '4711' } });
    expect(() => desk.set(path, typeof value === 'number' ? value : [...value])).toThrow(
      expect.objectContaining({ code }),
    );
    expect(await stored()).toEqual({ log: { level: 'warn' } });
  });

  it('is refused while another value of the file is wrong', async () => {
    const { desk, path } = await openDesk();
    await writeFile(path, '{"proxy":{"port":"x"}}');
    expect(() => desk.set('relay.timeoutMs', 6_000)).toThrow(expect.objectContaining({ code: 'config_invalid' }));
    expect(await readFile(path, 'utf8')).toBe('{"proxy":{"port":"x"}}');
    expect(desk.set('proxy.port', 1).paths).toEqual(['proxy.port']);
  });

  it('that cannot be written is an error, and what is in force stays', async () => {
    const openFull: LoadOptions['openFile'] = path => {
      const file = openConfFile(path);
      const replace = (): never => {
        throw new Error('ENOSPC: no space left on device');
      };
      return { path, read: () => file.read(), set: replace, delete: replace, replace };
    };
    const { desk, settings } = await openDesk({ log: { level: 'warn' } }, { openFile: openFull });
    expect(() => desk.set('log.level', 'error')).toThrow(
      expect.objectContaining({ code: 'settings_unwritable', message: expect.stringContaining('no space left') }),
    );
    expect(settings.log.level).toBe('warn');
  });
});

describe('the reset of a section', () => {
  it('takes its values out of the file in one step, and can be undone', async () => {
    const gateway = { name: 'studio', url: 'ws://127.0.0.1:1', profiles: [{ name: 'attic', url: 'ws://127.0.0.1:2' }] };
    const { desk, stored, settings } = await openDesk({ gateway, notifications: { enabled: false, proof: false } });
    const { paths, undo } = desk.reset('notifications');
    expect(paths).toEqual(['notifications.enabled', 'notifications.proof']);
    expect(await stored()).toEqual({ gateway });
    expect(settings.notifications).toMatchObject({ enabled: true, proof: true });
    for (const { path, value } of undo) desk.set(path, value);
    expect(settings.notifications).toMatchObject({ enabled: false, proof: false });
  });

  it('leaves alone what has commands of its own', async () => {
    const profiles = [{ name: 'attic', url: 'ws://127.0.0.1:2' }];
    const { desk, stored } = await openDesk({ gateway: { url: 'ws://127.0.0.1:1', profiles } });
    expect(desk.reset('gateway').paths).toEqual(['gateway.url']);
    expect(await stored()).toEqual({ gateway: { profiles } });
    expect(() => desk.reset('colours')).toThrow(expect.objectContaining({ code: 'setting_unknown' }));
  });
});

describe('settings that the parts on another network were made from', () => {
  it('are in force, and hear of what counts at once', async () => {
    const { desk, path, settings } = await openDesk();
    desk.set('tee.refreshSeconds', 60);
    desk.set('receipts.maxCount', 5);
    expect(viewOf(desk, 'tee.refreshSeconds').waitsForRestart).toBe(true);
    const again = await loadSettings({
      home: path,
      configPath: path,
      env: {},
      clock: new VirtualClock(),
      signal: new AbortController().signal,
      openFile: openConfFile,
    });
    desk.follow(again.settings);
    expect(viewOf(desk, 'tee.refreshSeconds').waitsForRestart).toBe(false);
    expect(viewOf(desk, 'receipts.maxCount').waitsForRestart).toBe(true);
    desk.set('subscriptions.automatic', false);
    expect([settings, again.settings].map(({ subscriptions }) => subscriptions.automatic)).toEqual([false, false]);
  });
});
