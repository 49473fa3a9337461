import { describe, expect, it } from 'vitest';
import { detailRows, listRows } from '../../../electron/cli/gateway/rows.ts';
import { painter } from '../../../electron/cli/text.ts';
import { GatewayHealthModel } from '../../../electron/contract/index.ts';
import { gatewaySummary } from '../../helpers/snapshots.ts';

const plain = painter({}, {});
const connected = (nowMs: number) => ({ nowMs, isConnected: true });
const unknown = { state: 'unknown', reason: null, at: null, value: null };
const known = (value: unknown) => ({ state: 'ok', reason: null, at: 0, value });

function details(parts: Record<string, unknown>): GatewayHealthModel {
  const names = [
    'system',
    'channels',
    'sessions',
    'presence',
    'usage',
    'models',
    'auth',
    'update',
    'heartbeat',
    'approvals',
  ];
  const all = Object.fromEntries(names.map(name => [name, unknown]));
  return GatewayHealthModel.parse({ profile: 'studio', concerns: [], ...all, ...parts });
}

describe('listRows', () => {
  it('says of each gateway whether it is used, how it stands and where it is from', () => {
    const rows = listRows(
      [
        gatewaySummary({ isPinned: true }),
        gatewaySummary({ name: 'far', isActive: false, priority: 2, state: 'unreachable', sentence: 'No answer.' }),
        gatewaySummary({ name: 'OpenClaw', source: 'discovered' }),
      ],
      plain,
    );
    expect(rows).toEqual([
      'studio    by hand  ready        127.0.0.1:18789, priority 1. Connected to studio.',
      'far       reserve  unreachable  127.0.0.1:18789, priority 2. No answer.',
      'OpenClaw  in use   ready        127.0.0.1:18789, discovered. Connected to studio.',
    ]);
  });

  it('has the command that a gateway waits for beneath it', () => {
    const approval = { reason: 'not-paired', requestId: '1', command: 'openclaw devices approve 1' } as const;
    const sentence = 'studio does not know this computer yet.';
    expect(listRows([gatewaySummary({ state: 'waiting-for-approval', sentence, approval })], plain)).toEqual([
      'studio  in use   waiting for approval  127.0.0.1:18789, priority 1. studio does not know this computer yet.',
      '        Run on its computer: openclaw devices approve 1',
    ]);
  });

  it('calls none a reserve when nothing runs', () => {
    const [line] = listRows([gatewaySummary({ isActive: false, state: 'idle', sentence: 'Not running.' })], plain);
    expect(line).toBe('studio           idle  127.0.0.1:18789, priority 1. Not running.');
  });
});

describe('detailRows', () => {
  it('has a line for every part, also for one that is not known', () => {
    expect(detailRows(details({}), connected(0), plain)).toHaveLength(10);
    expect(detailRows(details({}), connected(0), plain)[0]).toBe('System      unknown');
  });

  it('has what was last known, and says so once, while there is no connection', () => {
    const reason = 'The gateway is not connected.';
    const sessions = { state: 'stale', reason, at: 30_000, value: { total: 3, running: 1, failed: 0, list: [] } };
    const nowMs = 60_000;
    expect(detailRows(details({ sessions }), { nowMs, isConnected: false }, plain)).toEqual([
      '            As last known, 30 s ago:',
      'Sessions    3 in all, 1 running, 0 failed',
    ]);
    expect(detailRows(details({}), { nowMs, isConnected: false }, plain)).toEqual([]);
  });

  it('names equal programs once, with their number', () => {
    const program = { host: 'vm', mode: 'ui', platform: 'linux', version: '1', at: 0 };
    const presence = known([program, { ...program, host: 'other' }, { ...program, at: 1 }]);
    expect(detailRows(details({ presence }), connected(0), plain)).toEqual(
      expect.arrayContaining(['Present     vm, ui, linux, 1 (2 times)', '            other, ui, linux, 1']),
    );
  });

  it('says why a part is not told, and that an old one is old', () => {
    const rows = detailRows(
      details({
        approvals: { state: 'missing-scope', reason: 'It needs operator.approvals.', at: null, value: null },
        sessions: { state: 'stale', reason: null, at: 0, value: { total: 3, running: 1, failed: 0, list: [] } },
        update: known(null),
      }),
      connected(0),
      plain,
    );
    expect(rows).toContain(
      'Approvals   not shown. It needs operator.approvals. Ask for it with: gatehouse gateway access --scope operator.approvals',
    );
    expect(rows).toContain('Sessions    3 in all, 1 running, 0 failed (stale)');
    expect(rows).toContain('Update      none');
  });

  it('reads as text what a gateway tells', () => {
    const rows = detailRows(
      details({
        system: known({
          eventLoop: { degraded: true, reasons: ['slow'], delayP99Ms: 900, utilization: 0.9 },
          plugins: { loaded: 13, failed: 1, unavailable: 0 },
          agents: 1,
        }),
        channels: known([
          { id: 't', label: 'Telegram', account: 'main', state: 'disconnected', reconnectAttempts: 2, hasError: true },
        ]),
        models: known([
          { id: 'm1', provider: 'fake', isDefault: true, available: false, reason: 'cooldown', until: 120_000 },
          { id: 'm2', provider: 'fake', isDefault: false, available: true, reason: null, until: null },
        ]),
        usage: known({
          isRefreshing: false,
          providers: [
            {
              provider: 'a',
              displayName: 'Anthropic',
              plan: 'Max',
              windows: [{ label: '5h', usedPercent: 41.6, resetAt: 7_200_000 }],
              hasError: false,
            },
          ],
        }),
        heartbeat: known({ at: 0, status: 'failed', reason: 'agent-runner-failure' }),
        concerns: [
          { part: 'channels', health: 'needs-you', reason: 'x', sentence: 'Telegram is cut off.', remedy: 'Link it.' },
        ],
      }),
      connected(60_000),
      plain,
    );
    expect(rows).toEqual(
      expect.arrayContaining([
        'Concern     Telegram is cut off. To do: Link it.',
        'System      1 agent, 13 plugins, 1 failed, busy (slow)',
        'Channels    Telegram (main) disconnected, 2 attempts to reconnect',
        'Models      fake/m1 (default): cooldown for 60 s more',
        '            fake/m2',
        'Usage       Anthropic (Max), 5h 42% used, anew in 2 h',
        'Heartbeat   failed (agent runner failure), 60 s ago',
      ]),
    );
  });
});
