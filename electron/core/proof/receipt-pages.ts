import { createHash } from 'node:crypto';
import { backwardLines } from './backward-lines.ts';
import type { Receipt } from './receipt.ts';
import { receiptOfLine } from './receipt-line.ts';

/** A receipt as it is stored, with the name that it is asked for by. */
export interface StoredReceipt {
  /** Of its time and its content: the same as long as it is kept, whatever is written or dropped around it. */
  readonly id: string;
  readonly receipt: Receipt;
}

/** A page, newest first. */
export interface ReceiptPage {
  readonly receipts: readonly StoredReceipt[];
  /** What to give as `before` for the next one; null: there are no more. */
  readonly nextBefore: string | null;
}

/** What of the receipts is asked for. */
export interface ReceiptPageOptions {
  readonly limit: number;
  /** Only older ones than the receipt of this id. */
  readonly before?: string | undefined;
  /** All of its words have to be in the model, the TEE's id, the endpoint or a hash; case aside. */
  readonly search?: string | undefined;
}

/** Receipts looked at for one page at most; the search goes on with the next one. */
const MAX_SCANNED = 20_000;

/** One page from `paths`, the newer file first. Reads only as far back as it needs. Throws the file system's error. */
export async function readReceiptPage(
  paths: readonly string[],
  { limit, before, search = '' }: ReceiptPageOptions,
  signal: AbortSignal,
): Promise<ReceiptPage> {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const start = before === undefined ? undefined : { id: before, at: timeOf(before) };
  const receipts: StoredReceipt[] = [];
  let isPast = start === undefined;
  let scanned = 0;
  let lastId: string | undefined;
  for await (const line of linesOf(paths, signal)) {
    if (start !== undefined && !isPast) {
      const at = writtenAt(line);
      if (at === undefined || at > start.at) continue;
      isPast = true;
      // Those of the same moment stand in the order they were written in.
      if (at === start.at) {
        isPast = idOf(line, at) === start.id;
        continue;
      }
    }
    const stored = parseLine(line);
    if (stored === undefined) continue;
    if (receipts.length >= limit || scanned >= MAX_SCANNED) return { receipts, nextBefore: lastId ?? null };
    scanned += 1;
    lastId = stored.id;
    if (hasAll(stored.receipt, words)) receipts.push(stored);
  }
  return { receipts, nextBefore: null };
}

/** The receipt of that id; undefined when it is not kept. Throws the file system's error. */
export async function findReceipt(
  paths: readonly string[],
  id: string,
  signal: AbortSignal,
): Promise<StoredReceipt | undefined> {
  const wanted = timeOf(id);
  for await (const line of linesOf(paths, signal)) {
    const at = writtenAt(line);
    if (at === wanted && idOf(line, at) === id) return parseLine(line);
  }
  return undefined;
}

/** The receipt of an answer of that TEE that was verified at about that time; undefined when none is kept. */
export async function findReceiptOf(
  paths: readonly string[],
  { teeId, model, at, withinMs }: { teeId: string; model: string; at: number; withinMs: number },
  signal: AbortSignal,
): Promise<StoredReceipt | undefined> {
  let nearest: StoredReceipt | undefined;
  for await (const line of linesOf(paths, signal)) {
    const written = writtenAt(line);
    if (written === undefined || written > at + withinMs) continue;
    if (written < at - withinMs) break;
    const stored = parseLine(line);
    if (stored?.receipt.teeId !== teeId || stored.receipt.model !== model) continue;
    const distanceMs = Math.abs(written - at);
    if (nearest === undefined || distanceMs < Math.abs(nearest.receipt.verifiedAt - at)) nearest = stored;
  }
  return nearest;
}

/** How many were written from `since` on. Throws the file system's error. */
export async function countReceiptsSince(
  paths: readonly string[],
  since: number,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  for await (const line of linesOf(paths, signal)) {
    const at = writtenAt(line);
    if (at === undefined) continue;
    if (at < since) break;
    count += 1;
  }
  return count;
}

async function* linesOf(paths: readonly string[], signal: AbortSignal): AsyncGenerator<string> {
  for (const path of paths) yield* backwardLines(path, signal);
}

/** The time in a line, without reading all of it as JSON: most lines are only passed by. */
function writtenAt(line: string): number | undefined {
  const [, digits] = /"verifiedAt":(\d{1,16})/.exec(line) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function idOf(line: string, at: number): string {
  return `${at.toString(36)}-${createHash('sha256').update(line).digest('hex').slice(0, 16)}`;
}

function timeOf(id: string): number {
  return Number.parseInt(id.split('-')[0] ?? '', 36);
}

function parseLine(line: string): StoredReceipt | undefined {
  const receipt = receiptOfLine(line);
  const at = writtenAt(line);
  return receipt === undefined || at === undefined ? undefined : { id: idOf(line, at), receipt };
}

function hasAll({ model, teeId, endpoint, requestHash, outputHash }: Receipt, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [model, teeId, endpoint, requestHash, outputHash].join('\n').toLowerCase();
  return words.every(word => text.includes(word));
}
