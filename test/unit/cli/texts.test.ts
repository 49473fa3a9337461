import { describe, expect, it } from 'vitest';
import { bannerText } from '../../../electron/cli/banner.ts';
import { envLines, usualShell } from '../../../electron/cli/env-command.ts';
import { statusText } from '../../../electron/cli/status-text.ts';
import { painter } from '../../../electron/cli/text.ts';
import type { StatusSnapshot } from '../../../electron/contract/index.ts';
import { gatewayStatus, gatewaySummary, statusSnapshot, teeStatus, updatesStatus } from '../../helpers/snapshots.ts';

describe('the status for people', () => {
  it('starts with the sentence and has a line per gate with its state in words and its remedy', () => {
    const tee = teeStatus({ state: 'no-usable-tee', health: 'broken', sentence: 'None.', remedy: { text: 'Wait.' } });
    const text = statusText(statusSnapshot({ tee, headline: 'Shut.' }), 1_000, painter({}, {}));
    expect(text).toMatch(/^Shut\.\n/);
    expect(text).toMatch(/^TEE +no usable tee: None\.\n +To do: Wait\.$/m);
    expect(text).toMatch(/^Endpoint +listening: /m);
  });

  it('says that this computer is offline, for how long, and which gates wait for a network', () => {
    const offline = { since: 60_000, gates: ['gateway' as const, 'tee' as const] };
    const gateway = { ...gatewayStatus({ state: 'offline', health: 'working', connectedAt: null }), details: null };
    const text = statusText(statusSnapshot({ offline, gateway }), 300_000, painter({}, {}));
    expect(text).toMatch(/^Offline +for 4 min\. Waiting for a network: the gateway, private inference\.$/m);
    expect(text).toMatch(/^Gateway +offline: /m);
    expect(statusText(statusSnapshot(), 0, painter({}, {}))).not.toMatch(/^Offline/m);
  });

  it('has a line of updates only where there is something to tell', () => {
    expect(statusText(statusSnapshot(), 0, painter({}, {}))).not.toMatch(/^Update/m);
    const updates = updatesStatus({
      update: { state: 'ready', version: '0.2.0', notes: null },
      sentence: 'Gatehouse 0.2.0 is downloaded.',
      remedy: { text: 'Restart to update now.' },
    });
    const text = statusText(statusSnapshot({ updates }), 0, painter({}, {}));
    expect(text).toMatch(/^Update +Gatehouse 0\.2\.0 is downloaded\.\n +To do: Restart to update now\.$/m);
  });

  it('has no line of a gateway where none is configured', () => {
    expect(statusText(statusSnapshot(), 0, painter({}, {}))).not.toMatch(/gateway/i);
  });

  it('has a line for each gateway in reserve', () => {
    const approval = { reason: 'not-paired', requestId: 'r-1', command: 'openclaw devices approve r-1' };
    const gateways = [
      gatewaySummary(),
      gatewaySummary({ name: 'office', isActive: false, state: 'unreachable', sentence: 'No answer from office.' }),
      gatewaySummary({
        name: 'cellar',
        isActive: false,
        state: 'waiting-for-approval',
        sentence: 'Unknown.',
        approval,
      }),
    ];
    const text = statusText(statusSnapshot({ gateway: gatewayStatus(), gateways }), 0, painter({}, {}));
    expect(text.match(/^Reserve .*$/gm)).toEqual([
      'Reserve     office unreachable: No answer from office.',
      'Reserve     cellar waiting for approval: Unknown. Run there: openclaw devices approve r-1',
    ]);
  });

  it('names version, round trip and age of the connection to the gateway', () => {
    const gateway = gatewayStatus({ roundTripMs: 12.4, warning: 'Anyone can read along.' });
    const text = statusText(statusSnapshot({ gateway }), 5_000, painter({}, {}));
    expect(text).toMatch(/^Gateway +ready: Connected to studio\.$/m);
    expect(text).toMatch(/^ +127\.0\.0\.1:18789, version 2026\.9\.1, up 5 s, round trip 12 ms, connected for 5 s$/m);
    expect(text).toMatch(/^ +Anyone can read along\.$/m);
  });

  it('shows the command of a remedy beneath it', () => {
    const remedy = { text: 'Change the token.', shellCommand: 'gatehouse secret set gateway.token' };
    const gateway = gatewayStatus({ state: 'refused', health: 'needs-you', remedy, connectedAt: null });
    const text = statusText(statusSnapshot({ gateway }), 0, painter({}, {}));
    expect(text).toMatch(/^ +To do: Change the token\.\n +gatehouse secret set gateway\.token\n +127\.0\.0\.1:18789$/m);
  });

  it('shows the command that approves this computer', () => {
    const approval = { reason: 'not-paired', requestId: 'r-1', command: 'openclaw devices approve r-1' };
    const gateway = gatewayStatus({ state: 'waiting-for-approval', health: 'needs-you', approval, connectedAt: null });
    const text = statusText(statusSnapshot({ gateway }), 0, painter({}, {}));
    expect(text).toMatch(/^Gateway +waiting for approval: /m);
    expect(text).toMatch(/^ +Run on the gateway's computer: openclaw devices approve r-1$/m);
  });

  it('is coloured on a terminal only, and never against NO_COLOR', () => {
    const coloured = (stream: { isTTY?: boolean }, env: Record<string, string>) =>
      statusText(statusSnapshot(), 0, painter(stream, env)).includes('\u001b[');
    expect(coloured({ isTTY: true }, {})).toBe(true);
    expect(coloured({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(coloured({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
    expect(coloured({}, {})).toBe(false);
  });
});

describe('the banner', () => {
  it('names the sandbox only when it is one', () => {
    const banner = (sandbox: StatusSnapshot['sandbox']) =>
      bannerText({ snapshot: statusSnapshot({ sandbox }), dashboardUrl: null, notes: [] });
    expect(banner({ seed: 'x' })).toContain('SANDBOX');
    expect(banner(null)).not.toMatch(/sandbox/i);
  });
});

describe('envLines', () => {
  it('are in the syntax of the shell that the system starts with', () => {
    expect([usualShell('win32'), usualShell('linux'), usualShell('darwin')]).toEqual(['powershell', 'sh', 'sh']);
  });

  it.each([
    ['sh', "# note\nexport OPENAI_BASE_URL='http://e/v1'"],
    ['fish', "# note\nset -gx OPENAI_BASE_URL 'http://e/v1'"],
    ['powershell', "# note\n$env:OPENAI_BASE_URL = 'http://e/v1'"],
    ['cmd', 'REM note\nset "OPENAI_BASE_URL=http://e/v1"'],
  ] as const)('speaks %s', (shell, expected) => {
    expect(envLines(shell, 'http://e/v1', ['note']).join('\n')).toContain(expected);
  });
});
