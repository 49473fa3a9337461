import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../../../electron/cli/io.ts';
import { shortenEarlyLog } from '../../../../electron/cli/service/early-log.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

const KEPT_BYTES = 65_536;

async function started(text: string, by: string | undefined) {
  const home = await tempHome();
  const file = join(home, 'logs', 'service.log');
  mkdirSync(join(home, 'logs'));
  writeFileSync(file, text);
  const env = { GATEHOUSE_HOME: home, ...(by === undefined ? {} : { GATEHOUSE_RESTARTED_BY: by }) };
  shortenEarlyLog({ env, platform: 'darwin', userFolder: home, workingFolder: () => home } as unknown as CliIo, {});
  return readFileSync(file, 'utf8');
}

describe("launchd's file with what is said before the log is open", () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `gatehouse: start ${index} failed\n`);

  it('keeps its last whole lines when it has become long', async () => {
    const kept = await started(lines.join(''), 'launchd');

    expect(kept.length).toBeLessThanOrEqual(KEPT_BYTES);
    expect(kept.length).toBeGreaterThan(KEPT_BYTES - 100);
    expect(kept).toMatch(/^gatehouse: start \d+ failed\n/);
    expect(kept.endsWith(lines.at(-1) ?? '')).toBe(true);
  });

  it('stays as it is while it is short, and where somebody else started', async () => {
    expect(await started('gatehouse: no\n', 'launchd')).toBe('gatehouse: no\n');
    expect(await started(lines.join(''), 'systemd')).toBe(lines.join(''));
    expect(await started(lines.join(''), undefined)).toBe(lines.join(''));
  });

  it('is no trouble where there is none', async () => {
    const home = await tempHome();
    const env = { GATEHOUSE_HOME: home, GATEHOUSE_RESTARTED_BY: 'launchd' };

    expect(() =>
      shortenEarlyLog({ env, platform: 'darwin', userFolder: home, workingFolder: () => home } as unknown as CliIo, {}),
    ).not.toThrow();
  });
});
