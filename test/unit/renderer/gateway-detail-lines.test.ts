import { describe, expect, it } from 'vitest';
import type { GatewayHealthModel } from '../../../electron/contract/index.ts';
import { Formats } from '../../../renderer/format/formats.ts';
import { en } from '../../../renderer/text/en.ts';
import { detailLines } from '../../../renderer/views/gateways/gateway-detail-lines.ts';
import { gatewayDetails } from '../../e2e/snapshots.ts';

const now = Date.UTC(2026, 10, 20, 14, 2, 11);

function linesOf(changes: Partial<GatewayHealthModel>): ReturnType<typeof detailLines> {
  const kit = { words: en.gatewayDetails, formats: new Formats('en-GB', 'UTC'), now };
  return detailLines({ ...gatewayDetails(now), ...changes }, kit);
}

const ok = <Value>(value: Value) => ({ state: 'ok' as const, reason: null, at: now, value });

describe('the lines of what a gateway tells', () => {
  it('begin with what does not work, and say how long a limit lasts', () => {
    const lines = linesOf({});
    expect(lines.channels.map(({ line, isTrouble }) => [line, isTrouble])).toEqual([
      ['WhatsApp (the number of the shop downstairs) disconnected, attempt 4', true],
      ['Telegram connected', false],
      ['Slack (team) connected', false],
    ]);
    expect(lines.models.map(({ line }) => line)).toEqual([
      'openai/gpt-5, cooling down until 15:02',
      'anthropic/claude-opus, default',
    ]);
    expect(lines.usage).toEqual([
      {
        key: 'anthropic',
        line: 'Anthropic (Max), 5h 62% left until 16:02, Week 29% left until 24 Nov, 18:02',
        isTrouble: false,
      },
    ]);
    expect(lines.auth[0]?.line).toBe('anthropic valid, until 28 Nov, 22:02');
  });

  it('mark what a person should look at', () => {
    const system = ok({
      eventLoop: { degraded: true, reasons: ['slow'], delayP99Ms: 900, utilization: 1 },
      plugins: { loaded: 1, failed: 1, unavailable: 0 },
      agents: 1,
    });
    const window = { label: '5h', usedPercent: 104, resetAt: null };
    const provider = { provider: 'a', displayName: 'A', plan: null, windows: [window], hasError: true };
    const lines = linesOf({
      system,
      usage: ok({ isRefreshing: false, providers: [provider] }),
      auth: ok([{ provider: 'a', status: 'expired', expiresAt: null, profiles: 1 }]),
      approvals: ok({ waiting: 1 }),
      models: ok([{ id: 'a/m', provider: 'a', isDefault: false, available: false, reason: null, until: null }]),
    });
    expect([lines.system, lines.usage, lines.auth, lines.approvals, lines.models].flat()).toEqual([
      { key: 'system', line: '1 agent, 1 plugin, 1 failed, busy', isTrouble: true },
      { key: 'a', line: 'A, 5h 0% left, cannot be asked', isTrouble: true },
      { key: 'a', line: 'a ended', isTrouble: true },
      { key: 'approvals', line: '1 command waits', isTrouble: true },
      { key: 'a/a/m', line: 'a/m, not available', isTrouble: true },
    ]);
  });

  it('are none for a part that is empty or not known', () => {
    const unknown = { state: 'unknown' as const, reason: null, at: null, value: null };
    const lines = linesOf({
      channels: ok([]),
      sessions: unknown,
      heartbeat: unknown,
      update: ok(null),
      system: unknown,
    });
    expect([lines.channels, lines.sessions, lines.heartbeat, lines.update, lines.system].flat()).toEqual([]);
  });
});
