import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HistoryFile, type HistoryPage } from '../../../../electron/core/app/queries/history-file.ts';
import { SystemClock } from '../../../../electron/core/platform/index.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

const { signal } = new AbortController();
const PAGE: HistoryPage = {
  until: 9,
  gateway: { since: 1, points: [{ at: 2, roundTripMs: 3, profile: 'studio' }], outages: [], gaps: [] },
  tee: { since: 1, points: [], switches: [] },
};

async function create() {
  const path = join(await tempHome(), 'logs', 'history.json');
  const warnings: string[] = [];
  const file = new HistoryFile({ path, clock: new SystemClock(), logger: { warn: text => warnings.push(text) } });
  return { path, file, warnings };
}

describe('HistoryFile', () => {
  it('gives back what was written, and nothing before', async () => {
    const { file, warnings } = await create();
    expect(await file.load(signal)).toBeUndefined();
    await file.write(PAGE);
    expect(await file.load(signal)).toEqual(PAGE);
    expect(warnings).toEqual([]);
  });

  it.each(['', '{"version":1', '{"version":2}', `"${'x'.repeat(2_100_000)}"`])(
    'sets aside what it does not understand and says so (%#)',
    async content => {
      const { path, file, warnings } = await create();
      await file.write(PAGE);
      await writeFile(path, content);
      expect(await file.load(signal)).toBeUndefined();
      expect(await readFile(`${path}.unreadable`, 'utf8')).toBe(content);
      expect(warnings).toEqual(['histories were unreadable, are set aside and begin anew']);
      await file.write(PAGE);
      expect(await file.load(signal)).toEqual(PAGE);
    },
  );
});
