import { getEventListeners } from 'node:events';
import { appendFile, chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LogFields } from '../../../electron/core/platform/index.ts';
import { ReceiptJournal, ReceiptJournalError, type ReceiptJournalOptions } from '../../../electron/core/proof/index.ts';
import { expectMode } from '../../helpers/file-mode.ts';
import { receiptAt } from '../../helpers/receipt.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

/** A signal each, as every request has its own. */
const never = (): AbortSignal => new AbortController().signal;

interface Bench {
  readonly path: string;
  readonly folder: string;
  readonly clock: VirtualClock;
  readonly logged: string[];
  readonly journal: (options?: Partial<ReceiptJournalOptions>) => ReceiptJournal;
}

async function bench(): Promise<Bench> {
  const folder = join(await tempHome(), 'state');
  const path = join(folder, 'receipts.jsonl');
  const clock = new VirtualClock();
  const logged: string[] = [];
  const log = (event: string, fields?: LogFields): void => void logged.push(`${event} ${JSON.stringify(fields ?? {})}`);
  const logger = { debug: log, info: log, warn: log, error: log };
  return { path, folder, clock, logged, journal: options => new ReceiptJournal({ path, clock, logger, ...options }) };
}

async function numbers(journal: ReceiptJournal, limit?: number): Promise<number[]> {
  const receipts = await journal.list(limit === undefined ? {} : { limit }, never());
  return receipts.map(receipt => receipt.verifiedAt);
}

describe('ReceiptJournal', () => {
  it('lists what was appended, newest first, and again after a restart', async () => {
    const { journal } = await bench();
    const first = journal();
    for (const number of [1, 2, 3]) await first.append(receiptAt(number), never());
    expect(await numbers(first)).toEqual([3, 2, 1]);
    expect(await numbers(first, 2)).toEqual([3, 2]);
    await first.close();
    const second = journal();
    expect(await numbers(second)).toEqual([3, 2, 1]);
    await second.append(receiptAt(4), never());
    expect(await numbers(second)).toEqual([4, 3, 2, 1]);
    await second.close();
  });

  it('does nothing when constructed, and lists nothing before the first receipt', async () => {
    const { journal, folder } = await bench();
    const fresh = journal();
    expect(await numbers(fresh)).toEqual([]);
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
    await fresh.close();
  });

  it('keeps its files readable by their owner only, also one that was not', async () => {
    const { journal, path, folder } = await bench();
    await mkdir(folder);
    await writeFile(path, '');
    await chmod(path, 0o644);
    const open = journal({ maxCount: 2 });
    await open.append(receiptAt(1), never());
    await open.append(receiptAt(2), never());
    await open.close();
    for (const name of await readdir(folder)) await expectMode(join(folder, name), 0o600);
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('sets a torn last line aside at the next write, says so, and loses no whole one', async () => {
    const { journal, path, logged } = await bench();
    const first = journal();
    await first.append(receiptAt(1), never());
    await first.close();
    await appendFile(path, JSON.stringify(receiptAt(2)).slice(0, 50));
    const second = journal();
    expect(await numbers(second)).toEqual([1]);
    await second.append(receiptAt(3), never());
    expect(await numbers(second)).toEqual([3, 1]);
    expect(await readFile(`${path}.torn`, 'utf8')).toHaveLength(50);
    expect(logged).toEqual([expect.stringContaining('torn last line')]);
    await second.close();
  });

  it('finds a usable state after the file was cut at any byte', async () => {
    const { journal, path, folder } = await bench();
    const first = journal();
    for (const number of [1, 2]) await first.append(receiptAt(number), never());
    await first.close();
    const content = await readFile(path);
    const lineLength = content.indexOf('\n') + 1;
    for (const length of [
      ...Array.from({ length: 20 }, (_, step) => step * 37),
      lineLength,
      content.length - 1,
      content.length,
    ]) {
      await rm(folder, { recursive: true });
      await mkdir(folder);
      await writeFile(path, content.subarray(0, length));
      const next = journal();
      await next.append(receiptAt(9), never());
      const whole = Math.floor(length / lineLength);
      expect(await numbers(next)).toEqual([9, ...[2, 1].slice(2 - whole)]);
      await next.close();
    }
  });

  it('passes over lines that are no receipts', async () => {
    const { journal, path, folder } = await bench();
    await mkdir(folder);
    await writeFile(path, `not json\n{"version":2}\n${JSON.stringify(receiptAt(1))}\n\n`);
    expect(await numbers(journal())).toEqual([1]);
  });

  it('stays within its bounds by count and by size, in two files at most', async () => {
    const { journal, path, folder } = await bench();
    const byCount = journal({ maxCount: 20 });
    for (let number = 1; number <= 105; number += 1) await byCount.append(receiptAt(number), never());
    expect((await numbers(byCount, 1_000)).length).toBeLessThanOrEqual(20);
    expect((await numbers(byCount, 10))[0]).toBe(105);
    await byCount.close();
    await rm(folder, { recursive: true });
    const maxBytes = 8_192;
    const bySize = journal({ maxBytes });
    await Promise.all(Array.from({ length: 200 }, (_, number) => bySize.append(receiptAt(number), never())));
    const sizes = [await stat(path), await stat(`${path}.previous`)].map(file => file.size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(maxBytes);
    expect(await readdir(folder)).toHaveLength(2);
    expect(await numbers(bySize, 3)).toEqual([199, 198, 197]);
    await bySize.close();
  });

  it('keeps the order of appends that nobody waits for, and writes all of them before it closes', async () => {
    const { journal } = await bench();
    const open = journal();
    for (let number = 1; number <= 500; number += 1) void open.append(receiptAt(number), never());
    expect(open.snapshot().pending).toBeGreaterThan(0);
    await open.close();
    expect(await numbers(journal(), 1_000)).toEqual(Array.from({ length: 500 }, (_, index) => 500 - index));
    expect(open.snapshot()).toEqual({ state: 'ok', lastError: null, pending: 0, lost: 0 });
  });

  it('takes an append that comes at the very end of a write', async () => {
    const { journal } = await bench();
    const open = journal();
    let next = open.append(receiptAt(1), never());
    for (let number = 2; number <= 200; number += 1) next = next.then(() => open.append(receiptAt(number), never()));
    await next;
    expect(await numbers(open, 1_000)).toHaveLength(200);
    await open.close();
  });

  it('shows a failed write as a state, recovers with the next one, and never throws at who does not wait', async () => {
    const { journal, folder, logged } = await bench();
    await writeFile(folder, 'a file in the place of the folder');
    const open = journal();
    await expect(open.append(receiptAt(1), never())).rejects.toThrow(ReceiptJournalError);
    void open.append(receiptAt(2), never());
    await open.list({}, never()).catch(() => undefined);
    expect(open.snapshot()).toMatchObject({ state: 'failing', pending: 0, lost: 2 });
    expect(logged.length).toBeGreaterThan(0);
    await rm(folder);
    await open.append(receiptAt(3), never());
    expect(open.snapshot()).toMatchObject({ state: 'ok', lastError: null, lost: 2 });
    expect(await numbers(open)).toEqual([3]);
    await open.close();
  });

  it('refuses receipts after it was closed, and closes twice', async () => {
    const { journal } = await bench();
    const open = journal();
    await open.append(receiptAt(1), never());
    await open.close();
    await open.close();
    await expect(open.append(receiptAt(2), never())).rejects.toMatchObject({ code: 'receipt_not_written' });
  });

  it('lets an aborted signal end the waiting and not the writing', async () => {
    const { journal } = await bench();
    const open = journal();
    const controller = new AbortController();
    const waiting = open.append(receiptAt(1), controller.signal);
    controller.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    await expect(open.append(receiptAt(2), controller.signal)).rejects.toThrow('gone');
    expect(await numbers(open)).toEqual([2, 1]);
    await open.close();
  });

  it('leaves no listener on a signal that outlives the receipts', async () => {
    const { journal } = await bench();
    const open = journal();
    const signal = never();
    await Promise.all([1, 2, 3].map(number => open.append(receiptAt(number), signal)));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    const more = [4, 5, 6].map(number => open.append(receiptAt(number), signal));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await Promise.all(more);
    await open.close();
  });

  it('syncs once for many writes, a second after the first', async () => {
    const { journal, clock } = await bench();
    const open = journal();
    for (const number of [1, 2, 3]) await open.append(receiptAt(number), never());
    expect(clock.pending).toBe(1);
    await clock.advance(1_000);
    expect(clock.pending).toBe(0);
    await open.append(receiptAt(4), never());
    await open.close();
    expect(clock.pending).toBe(0);
  });

  it('sustains far more than 1,000 appends a second', async () => {
    const { journal } = await bench();
    const open = journal();
    const signal = never();
    const started = performance.now();
    await Promise.all(Array.from({ length: 5_000 }, (_, number) => open.append(receiptAt(number), signal)));
    expect(performance.now() - started).toBeLessThan(2_500);
    await open.close();
  });
});
