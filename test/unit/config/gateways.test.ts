import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  configuredGateways,
  GatewaySettings,
  gatewayId,
  gatewaySecretNames,
  openConfFile,
  resolveSettings,
} from '../../../electron/core/config/index.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const PIN = 'ab'.repeat(32);

function resolve(gateway: unknown, env: Record<string, string> = {}) {
  return resolveSettings({ env, file: { gateway }, filePath: '/home/config.json' });
}

/** Settings over a real file that holds `content`. */
async function onDisk(content: Record<string, unknown> = {}, env: Record<string, string> = {}) {
  const path = join(await tempHome(), 'config.json');
  const file = openConfFile(path);
  for (const [key, value] of Object.entries(content)) file.set(key, value);
  const load = () => ({ ...resolveSettings({ env, file: file.read(), filePath: path }), file });
  return {
    settings: new GatewaySettings(load()),
    again: () => new GatewaySettings(load()),
    text: () => readFile(path, 'utf8'),
  };
}

describe('gatewayId', () => {
  it.each([
    ['Studio', 'studio'],
    ['Büro am See', 'buro-am-see'],
    ['  office #2! ', 'office-2'],
    ['工作室', undefined],
    ['---', undefined],
    ['Discovered', undefined],
    ['sandbox', undefined],
  ])('of %j is %j', (name, id) => expect(gatewayId(name)).toBe(id));
});

describe('the gateways of the settings', () => {
  it('are gateway.url first, then the list, each with its place unless it has a priority', () => {
    const profiles = [
      { name: 'Office', url: 'wss://office.example', tlsFingerprint: `SHA256:${PIN}` },
      { name: 'Cellar', url: 'ws://127.0.0.1:2', priority: 1 },
    ];
    const { settings, warnings } = resolve({ url: 'ws://127.0.0.1:1', name: 'Studio', profiles });
    expect(warnings).toEqual([]);
    expect(configuredGateways(settings.gateway)).toMatchObject([
      { id: 'studio', priority: 1, isShorthand: true },
      { id: 'office', priority: 2, isShorthand: false, tlsFingerprint: PIN },
      { id: 'cellar', priority: 1, isShorthand: false, tlsFingerprint: null },
    ]);
  });

  it('keep their secrets apart', () => {
    const profiles = [{ name: 'Office', url: 'wss://office.example' }];
    const gateways = configuredGateways(resolve({ url: 'ws://127.0.0.1:1', profiles }).settings.gateway);
    expect(gateways.map(gateway => gatewaySecretNames(gateway))).toEqual([
      { token: 'gateway.token', password: 'gateway.password', setup: 'gateway.setup' },
      { token: 'gateway.office.token', password: 'gateway.office.password', setup: 'gateway.office.setup' },
    ]);
  });

  it('can come from the environment as JSON', () => {
    const GATEHOUSE_GATEWAY_PROFILES = '[{"name":"office","url":"wss://office.example"}]';
    expect(resolve({}, { GATEHOUSE_GATEWAY_PROFILES }).settings.gateway.profiles).toHaveLength(1);
    expect(() => resolve({}, { GATEHOUSE_GATEWAY_PROFILES: 'wss://office.example' })).toThrow(
      'gateway.profiles from GATEHOUSE_GATEWAY_PROFILES: expected a list of gateways',
    );
  });

  it.each([
    [{ profiles: [{ name: 'a', url: 'ftp://a' }] }, /entry 1\.url: expected a ws, wss/],
    [{ profiles: [{ name: 'a', url: 'ws://u:secret@127.0.0.1' }] }, /entry 1\.url: must not contain a user name/],
    [{ profiles: [{ name: '工作室', url: 'ws://127.0.0.1' }] }, /entry 1\.name: must have a letter/],
    [{ profiles: [{ name: 'a', url: 'ws://127.0.0.1', token: 'x' }] }, /entry 1: .*token/],
    [{ profiles: ['A', 'a!'].map(name => ({ name, url: 'ws://127.0.0.1' })) }, /another gateway called a!/],
    [
      { url: 'ws://127.0.0.1', name: 'Studio', profiles: [{ name: 'studio', url: 'ws://127.0.0.1:2' }] },
      /another gateway called studio/,
    ],
    [{ failover: { returnAfterSeconds: 0 } }, /from 1 to 86400/],
  ])('%j is refused with its place', (gateway, problem) => {
    expect(() => resolve(gateway)).toThrow(problem);
  });
});

describe('GatewaySettings', () => {
  it('adds to the file, at the end, and refuses a name that is taken', async () => {
    const { settings, again } = await onDisk({ 'gateway.url': 'ws://127.0.0.1:1', 'log.level': 'warn' });
    expect(settings.add({ name: 'Office', url: 'wss://office.example' })).toMatchObject({ id: 'office', priority: 2 });
    expect(settings.list()).toEqual(again().list());
    expect(settings.list()).toHaveLength(2);
    expect(() => settings.add({ name: 'OFFICE', url: 'ws://127.0.0.1:3' })).toThrow(/called Office already/);
    expect(() => settings.add({ name: 'x', url: 'nowhere' })).toThrow(/url: expected a ws, wss/);
    expect(again().list()).toHaveLength(2);
  });

  it('removes either kind, with the choice by hand that named it, and leaves everything else', async () => {
    const { settings, again, text } = await onDisk({ 'gateway.url': 'ws://127.0.0.1:1', 'log.level': 'warn' });
    settings.add({ name: 'office', url: 'wss://office.example' });
    settings.select('Office');
    expect(again().selectedId).toBe('office');
    expect(settings.remove('office')).toMatchObject({ id: 'office' });
    expect(settings.selectedId).toBeNull();
    expect(settings.remove('gateway').isShorthand).toBe(true);
    expect(again().list()).toEqual([]);
    expect(await text()).toContain('"level": "warn"');
    expect(() => settings.remove('office')).toThrow('There is no gateway called office.');
  });

  it('does not write what a variable would hide', async () => {
    const { settings } = await onDisk(
      {},
      { GATEHOUSE_GATEWAY_URL: 'ws://127.0.0.1:1', GATEHOUSE_GATEWAY_NAME: 'Studio' },
    );
    expect(() => settings.remove('studio')).toThrow('gateway.url comes from GATEHOUSE_GATEWAY_URL');
    expect(settings.list()).toHaveLength(1);
    expect(settings.select('studio')).toMatchObject({ id: 'studio' });
  });

  it('keeps the choice by hand of a gateway that is gone for now', async () => {
    const { settings } = await onDisk({ 'gateway.selected': 'Office' });
    expect(settings.selectedId).toBe('office');
    settings.select(null);
    expect(settings.selectedId).toBeNull();
  });

  it('brings none back beyond the number that the next start takes', async () => {
    const profiles = Array.from({ length: 16 }, (_, at) => ({ name: `g${at}`, url: 'ws://127.0.0.1:1' }));
    const { settings, again } = await onDisk({ gateway: { profiles } });
    settings.remove('g3');
    settings.add({ name: 'new', url: 'ws://127.0.0.1:2' });

    expect(() => settings.restore('g3')).toThrow(expect.objectContaining({ code: 'gateway_invalid' }));
    expect(again().list()).toHaveLength(16);
    settings.remove('new');
    expect(settings.restore('g3').name).toBe('g3');
    expect(again().placeOf('g3')).toBe(4);
  });
});

describe('the scopes of a gateway', () => {
  it('are the least, each gateway its own, and never words that mean nothing', () => {
    const profiles = [
      { name: 'Office', url: 'wss://office.example' },
      { name: 'Cellar', url: 'ws://127.0.0.1:2', scopes: ['operator.read', 'operator.approvals', 'operator.read'] },
    ];
    const { settings } = resolve({ url: 'ws://127.0.0.1:1', scopes: ['operator.admin'], profiles });
    expect(configuredGateways(settings.gateway).map(({ scopes }) => scopes)).toEqual([
      ['operator.admin'],
      ['operator.read'],
      ['operator.read', 'operator.approvals'],
    ]);
    expect(() => resolve({ scopes: ['operator.everything'] })).toThrow(/operator\.admin/);
    expect(() => resolve({ scopes: [] })).toThrow(/scope/);
    const env = { GATEHOUSE_GATEWAY_SCOPES: 'operator.read operator.admin' };
    expect(resolve({}, env).settings.gateway.scopes).toEqual(['operator.read', 'operator.admin']);
  });
});
