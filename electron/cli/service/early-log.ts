import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CliIo, PlaceOptions } from '../io.ts';
import { homeOf, logPath } from '../place.ts';

const MAX_BYTES = 262_144;
/** What stays of a file that is too long: its end, where the last failures are. */
const KEPT_BYTES = 65_536;

/** Where launchd puts what is said before the log is open: why it does not start. */
export function earlyLogPath(logFolder: string): string {
  return join(logFolder, 'service.log');
}

/** Whether launchd started this, which writes what it says on standard error to a file that nobody else looks after. */
export function isUnderLaunchd({ env }: Pick<CliIo, 'env'>): boolean {
  return env['GATEHOUSE_RESTARTED_BY'] === 'launchd';
}

/**
 * Shortens launchd's file in its place: launchd has it open and goes on at its end, so it can not be moved aside. Called
 * at every start, so that many starts that fail do not fill the disk. Never throws: it is only about room.
 */
export function shortenEarlyLog(io: CliIo, options: PlaceOptions): void {
  if (!isUnderLaunchd(io)) return;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(earlyLogPath(dirname(logPath(homeOf(io, options)))), 'r+');
    const { size } = fstatSync(descriptor);
    if (size <= MAX_BYTES) return;
    const end = Buffer.alloc(KEPT_BYTES);
    const read = readSync(descriptor, end, 0, KEPT_BYTES, size - KEPT_BYTES);
    // From the next line on: the first one would be a part of one.
    const kept = end.subarray(end.indexOf(0x0a) + 1, read);
    ftruncateSync(descriptor, 0);
    writeSync(descriptor, kept, 0, kept.length, 0);
  } catch {
    // Not there at the first start; and where it cannot be changed, launchd cannot write it either.
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
