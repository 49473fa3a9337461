import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { BookFile } from '../../../../electron/core/subscriptions/headroom/book-file.ts';
import { silentLogger } from '../../../helpers/silent-logger.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const ROOT = new URL('../../../../', import.meta.url);

/** Writes a page of growing size over and over, and says how many samples are on the disk after each write. */
const WRITER = `
  import { BookFile } from '${new URL('electron/core/subscriptions/headroom/book-file.ts', ROOT).href}';
  import { SystemClock } from '${new URL('electron/core/platform/index.ts', ROOT).href}';
  const samples = [];
  const page = () => ({ subscriptions: { a: { reading: null, samples } }, fired: [] });
  const file = new BookFile({ path: process.argv[1], clock: new SystemClock(), logger: console, page });
  for (;;) {
    samples.push({ atMs: samples.length, status: 'ok', fiveHourPct: 1, sevenDayPct: null });
    file.touch();
    await file.flush();
    process.stdout.write(samples.length + '\\n');
  }
`;

describe('the file of the headroom book', () => {
  it.each([1, 7, 23])('is whole after its writer was killed in the middle of its work, %i writes in', async writes => {
    const path = join(await tempHome(), 'book.json');
    const args = ['--import', 'tsx', '--input-type=module', '--eval', WRITER, path];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(child, 'exit');
    let written = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      written = Number(line);
      if (written >= writes) child.kill('SIGKILL');
    }
    await exited;
    const warnings: string[] = [];
    const logger = { ...silentLogger, warn: (event: string) => void warnings.push(event) };
    const page = () => ({ subscriptions: {}, fired: [] });
    const stored = await new BookFile({ path, clock: new VirtualClock(), logger, page }).load(
      new AbortController().signal,
    );
    expect(warnings).toEqual([]);
    expect(stored.subscriptions['a']?.samples.length).toBeGreaterThanOrEqual(written);
  });
});
