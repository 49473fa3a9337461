import { describe, expect, it } from 'vitest';
import type { StatusSnapshot, UpdatesStatus } from '../../../../electron/contract/index.ts';
import { Command } from '../../../../electron/contract/index.ts';
import {
  accountStatus,
  gatewayStatus,
  gatewaySummary,
  proxyStatus,
  subscriptionsStatus,
  teeStatus,
  updatesStatus,
} from '../../../helpers/snapshots.ts';
import { agentOf, clickable, drawn, modelOf } from './support.ts';

const TWO_GATEWAYS = {
  gateways: [gatewaySummary(), gatewaySummary({ id: 'attic', name: 'attic', isActive: false })],
};
const AGENTS = {
  subscriptions: subscriptionsStatus({
    state: 'usable',
    usableTotal: 4,
    subscriptionsTotal: 5,
    agents: [agentOf('build-runner-eu-1'), agentOf('docs')],
    agentsTotal: 2,
  }),
};
const FULL = { ...TWO_GATEWAYS, ...AGENTS };

describe('the menu of the tray', () => {
  it('is the visual direction word for word, on Linux', () => {
    expect(drawn(modelOf(FULL).menu)).toEqual([
      'Gateway: Ready, studio',
      'TEE: Attested, 0x7f3a7f…3a7f3a',
      'Subscriptions: 4 of 5 usable',
      'Endpoint: 127.0.0.1:11435',
      '───',
      'Rotate TEE now',
      'Rotate subscription ▸',
      '  build-runner-eu-1',
      '  docs',
      '  ───',
      '  All agents',
      '───',
      'Reconnect gateway',
      'Switch gateway ▸',
      '  studio ●',
      '  attic ○',
      '  ───',
      '  Best one that can be reached ✓',
      'Copy endpoint',
      'Copy environment',
      '───',
      'Pause ▸',
      '  For 1 hour',
      '  Until tomorrow',
      '  Until resumed',
      '───',
      'Show window',
      'Preferences',
      'Diagnostics ▸',
      '  Copy status',
      '  Save bundle…',
      '  Show log',
      'Start at login',
      'Check for updates',
      '───',
      'Quit',
    ]);
  });

  it('has Title Case and the keys of macOS there', () => {
    expect(drawn(modelOf(FULL, { platform: 'darwin', startsAtLogin: true }).menu).slice(5)).toEqual([
      'Rotate TEE Now',
      'Rotate Subscription ▸',
      '  build-runner-eu-1',
      '  docs',
      '  ───',
      '  All Agents',
      '───',
      'Reconnect Gateway',
      'Switch Gateway ▸',
      '  studio ●',
      '  attic ○',
      '  ───',
      '  Best One That Can Be Reached ✓',
      'Copy Endpoint',
      'Copy Environment',
      '───',
      'Pause ▸',
      '  For 1 Hour',
      '  Until Tomorrow',
      '  Until Resumed',
      '───',
      'Open Window',
      'Settings… (Cmd+,)',
      'Diagnostics ▸',
      '  Copy Status',
      '  Save Bundle…',
      '  Show Log',
      'Start at Login ✓',
      'Check for Updates…',
      '───',
      'Quit Gatehouse (Cmd+Q)',
    ]);
  });

  it('speaks as Windows does, and German', () => {
    expect(drawn(modelOf({}, { platform: 'win32' }).menu)).toEqual(
      expect.arrayContaining(['Open window', 'Settings', 'Start with Windows', 'Check for updates', 'Exit']),
    );
    expect(drawn(modelOf(FULL, { platform: 'win32', locale: 'de-AT' }).menu)).toEqual([
      'Gateway: Bereit, studio',
      'TEE: Bestätigt, 0x7f3a7f…3a7f3a',
      'Abos: 4 von 5 nutzbar',
      'Endpunkt: 127.0.0.1:11435',
      '───',
      'TEE jetzt wechseln',
      'Abo wechseln ▸',
      '  build-runner-eu-1',
      '  docs',
      '  ───',
      '  Alle Agenten',
      '───',
      'Gateway neu verbinden',
      'Gateway wechseln ▸',
      '  studio ●',
      '  attic ○',
      '  ───',
      '  Das beste erreichbare ✓',
      'Endpunkt kopieren',
      'Umgebung kopieren',
      '───',
      'Pausieren ▸',
      '  Für 1 Stunde',
      '  Bis morgen',
      '  Bis zum Fortsetzen',
      '───',
      'Fenster öffnen',
      'Einstellungen',
      'Diagnose ▸',
      '  Status kopieren',
      '  Diagnosebericht speichern …',
      '  Protokoll zeigen',
      'Mit Windows starten',
      'Nach Updates suchen',
      '───',
      'Beenden',
    ]);
  });

  it('leaves out what there is not', () => {
    const bare = drawn(
      modelOf({ updates: updatesStatus({ update: { state: 'unsupported' } }) }, { startsAtLogin: null }).menu,
    );
    expect(bare).not.toContain('Check for updates');
    expect(bare).not.toContain('Start at login');
    expect(bare).not.toContain('Switch gateway ▸');
    expect(bare).not.toContain('Rotate subscription ▸');
  });

  it('names the next step of an update, and offers none that cannot be taken', () => {
    const item = (update: UpdatesStatus['update'], canInstall = true) => {
      const { menu } = modelOf({ updates: updatesStatus({ update, canInstall }) });
      const found = menu.find(one => one.type !== 'separator' && one.id === 'updates');
      if (found?.type !== 'normal') throw new Error('There is no such item.');
      return [found.label, found.isEnabled, found.action];
    };
    const found = { state: 'available', version: '0.2.0', notes: null, sizeBytes: 1, isHeldBack: false } as const;
    const command = (name: string) => ({ kind: 'command', command: { name } });
    expect(item({ state: 'checking' })).toEqual(['Checking for updates…', false, null]);
    expect(item(found)).toEqual(['Download update 0.2.0', true, command('downloadUpdate')]);
    expect(item(found, false)).toEqual(['Version 0.2.0 is available…', true, { kind: 'open', view: 'settings' }]);
    expect(item({ state: 'downloading', version: '0.2.0', percent: 47.9, transferredBytes: 1 })).toEqual([
      'Downloading update: 40%',
      false,
      null,
    ]);
    expect(item({ state: 'ready', version: '0.2.0', notes: null })).toEqual([
      'Restart to update to 0.2.0',
      true,
      command('installUpdate'),
    ]);
    expect(item({ state: 'failed', step: 'check', code: 'x', version: null, retryAt: null })).toEqual([
      'Check for updates',
      true,
      command('checkForUpdates'),
    ]);
  });

  it('offers to resume in place of a pause, and to rotate by hand even without a TEE', () => {
    const paused = { since: 0, until: null };
    const { menu } = modelOf({ health: 'paused', paused, tee: teeStatus({ current: null }) });
    expect(drawn(menu)).toContain('Resume');
    expect(drawn(menu)).not.toContain('Pause ▸');
    expect(drawn(menu)).toContain('Rotate TEE now');
    expect(drawn(modelOf({ tee: teeStatus({ current: null }) }).menu)).toContain('Rotate TEE now [off]');
  });

  it('hides the window on Linux, where a click on the icon may never come', () => {
    expect(drawn(modelOf({}, { isWindowVisible: true }).menu)).toContain('Hide window');
    expect(drawn(modelOf({}, { isWindowVisible: true, platform: 'win32' }).menu)).toContain('Open window');
  });

  it('opens the view of each status line', () => {
    const lines = clickable(modelOf().menu).filter(({ id }) => id.startsWith('status-'));
    expect(lines.map(({ id, action }) => [id, action])).toEqual([
      ['status-gateway', { kind: 'open', view: 'gateways' }],
      ['status-tee', { kind: 'open', view: 'tees' }],
      ['status-subscriptions', { kind: 'open', view: 'subscriptions' }],
      ['status-endpoint', { kind: 'open', view: 'overview' }],
    ]);
  });

  it('sends nothing but commands of the one list', () => {
    const commands = clickable(modelOf(FULL).menu).flatMap(({ action }) =>
      action?.kind === 'command' ? [action.command] : [],
    );
    expect(commands.length).toBeGreaterThan(8);
    for (const command of commands) expect(Command.parse(command)).toEqual(command);
    expect(commands).toContainEqual({ name: 'rotateSubscription', agent: 'docs' });
    expect(commands).toContainEqual({ name: 'rotateSubscription' });
    expect(commands).toContainEqual({ name: 'pause', until: 'tomorrow' });
  });

  it('shows the first agents of many, and where the others are', () => {
    const agents = Array.from({ length: 200 }, (_, index) => agentOf(`agent-${index}`));
    const subscriptions = subscriptionsStatus({ state: 'usable', agents, agentsTotal: 1_000 });
    const items = drawn(modelOf({ subscriptions }).menu).filter(line => line.startsWith('  '));
    expect(items.slice(19, 23)).toEqual(['  agent-19', '  More…', '  ───', '  All agents']);
  });

  it('has ids that are all different', () => {
    const ids = clickable(modelOf(FULL).menu).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

const approval = { reason: 'new', requestId: 'r1', command: 'openclaw devices approve r1' };

describe('the remedy in the menu', () => {
  it('is not there while all is well, although one subscription is limited', () => {
    expect(drawn(modelOf(FULL).menu).slice(4, 6)).toEqual(['───', 'Rotate TEE now']);
  });

  const ill = { id: 'sub-7', health: 'needs-you' } as StatusSnapshot['subscriptions']['subscriptions'][number];
  it.each<[string, Partial<StatusSnapshot>, unknown]>([
    ['Copy approval command', { gateway: gatewayStatus({ approval }) }, { kind: 'copy', what: 'approval' }],
    ['Change token…', { gateway: gatewayStatus({ state: 'refused' }) }, { kind: 'open', view: 'gateways' }],
    [
      'Ask for access',
      {
        gateway: gatewayStatus({
          state: 'limited',
          scopes: { requested: ['operator.read'], granted: [], missing: ['operator.read'] },
        }),
      },
      { kind: 'command', command: { name: 'upgradeGatewayScopes', scopes: ['operator.read'] } },
    ],
    [
      'Sign in…',
      { account: accountStatus({ state: 'signed-out', health: 'needs-you' }) },
      { kind: 'command', command: { name: 'login', show: true } },
    ],
    [
      'Check registry now',
      { tee: teeStatus({ remedy: { text: 'x', command: 'checkRegistry' } }) },
      { kind: 'command', command: { name: 'checkRegistry' } },
    ],
    [
      'Replace token…',
      { subscriptions: subscriptionsStatus({ state: 'token-refused', subscriptions: [ill] }) },
      { kind: 'open', view: 'subscriptions', id: 'sub-7' },
    ],
    [
      'Add subscription…',
      { subscriptions: subscriptionsStatus({ state: 'none-usable', health: 'broken' }) },
      { kind: 'open', view: 'subscriptions' },
    ],
  ])('is “%s”', (label, changes, action) => {
    const items = modelOf(changes).menu;
    const [remedy] = clickable(items.slice(5));
    expect(remedy).toMatchObject({ label, action });
    expect(drawn(items).slice(4, 7)).toEqual(['───', label, '───']);
  });

  it('asks nobody to sign in whose requests use another token', () => {
    const account = accountStatus({ state: 'signed-out', health: 'needs-you', requestsUse: 'own-token' });
    expect(drawn(modelOf({ account }).menu)).not.toContain('Sign in…');
  });

  it('stands once per gate in trouble', () => {
    const { menu } = modelOf({
      gateway: gatewayStatus({ approval }),
      account: accountStatus({ state: 'none', health: 'needs-you' }),
      subscriptions: subscriptionsStatus({ state: 'none-usable' }),
      proxy: proxyStatus({ state: 'failed', endpoint: null }),
    });
    expect(drawn(menu).slice(5, 8)).toEqual(['Copy approval command', 'Sign in…', 'Add subscription…']);
    expect(drawn(menu)).toContain('Copy endpoint [off]');
  });
});
