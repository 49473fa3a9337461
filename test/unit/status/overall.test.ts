import { describe, expect, it } from 'vitest';
import { overall } from '../../../electron/core/status/index.ts';
import { proxyStatus, teeStatus } from '../../helpers/snapshots.ts';

describe('overall', () => {
  it.each([
    ['well', 'listening', 'well'],
    ['working', 'listening', 'working'],
    ['needs-you', 'listening', 'needs-you'],
    ['broken', 'listening', 'broken'],
    ['paused', 'listening', 'paused'],
    ['paused', 'failed', 'paused'],
    ['well', 'starting', 'working'],
    ['well', 'draining', 'working'],
    ['well', 'stopped', 'working'],
    ['well', 'port-busy', 'needs-you'],
    ['broken', 'port-busy', 'broken'],
    ['needs-you', 'failed', 'broken'],
  ] as const)('a TEE gate that is %s and an endpoint that is %s make %s', (health, state, expected) => {
    const result = overall({ tee: teeStatus({ health }), proxy: proxyStatus({ state }), sandbox: false });
    expect(result.health).toBe(expected);
    expect(result.headline).not.toMatch(/sandbox/i);
  });

  it('never shows the sandbox without saying so', () => {
    for (const health of ['well', 'working', 'needs-you', 'broken', 'paused'] as const) {
      const { headline } = overall({ tee: teeStatus({ health }), proxy: proxyStatus(), sandbox: true });
      expect(headline).toMatch(/sandbox, not a real network/);
    }
  });
});
