import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleName } from '../../../../electron/core/app/queries/diagnostics/bundle.ts';
import { saveBundle } from '../../../../electron/core/app/queries/diagnostics/save.ts';
import { expectMode } from '../../../helpers/file-mode.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const clock = new VirtualClock();
const signal = new AbortController().signal;

function bundle(at: number) {
  return { text: `made at ${at}\n`, fileName: bundleName(at), contains: [], leavesOut: [] };
}

describe('saving the diagnostics', () => {
  it('keeps the ten latest in the folder of the home, for its owner only, and nothing of anybody else', async () => {
    const folder = join(await tempHome(), 'diagnostics');
    await mkdir(folder);
    await writeFile(join(folder, 'a-note.txt'), 'mine');
    for (let day = 1; day <= 12; day += 1) {
      const { file = '' } = await saveBundle(bundle(Date.UTC(2026, 0, day)), { folder, clock, signal });
      await expectMode(file, 0o600);
    }
    const names = (await readdir(folder)).sort();
    expect(names).toHaveLength(11);
    expect(names[0]).toBe('a-note.txt');
    expect(names[1]).toBe('gatehouse-diagnostics-2026-01-03T00-00-00.txt');
  });

  it('writes to the file that was chosen, and makes no folder then', async () => {
    const home = await tempHome();
    const path = join(home, 'report.txt');
    const result = await saveBundle(bundle(0), { folder: join(home, 'diagnostics'), path, clock, signal });
    expect(result).toEqual({
      changed: true,
      told: { code: 'diagnostics_saved', name: path },
      sentence: `The diagnostics were saved to ${path}.`,
      file: path,
    });
    expect(await readFile(path, 'utf8')).toBe('made at 0\n');
    expect(await readdir(home)).toEqual(['report.txt']);
  });

  it('names the file and a remedy when it cannot', async () => {
    const home = await tempHome();
    const folder = join(home, 'diagnostics');
    await expect(saveBundle(bundle(0), { folder, path: 'report.txt', clock, signal })).rejects.toMatchObject({
      code: 'diagnostics_path',
    });
    const path = join(home, 'nowhere', 'report.txt');
    await expect(saveBundle(bundle(0), { folder, path, clock, signal })).rejects.toMatchObject({
      code: 'diagnostics_unwritable',
      message: expect.stringContaining(path),
      remedy: expect.any(String),
    });
  });
});
