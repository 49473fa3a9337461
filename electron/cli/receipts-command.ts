import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RECEIPTS_FILE_NAME } from '../core/app/index.ts';
import { absolutePath, errorMessage, GatehouseError, readPersonsText } from '../core/platform/index.ts';
import { Receipt, ReceiptJournal, verifyReceipt } from '../core/proof/index.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { printLine } from './io.ts';
import { controlClient, homeOf } from './place.ts';

const MAX_FILE_BYTES = 1_073_741_824;

/** Options of `gatehouse receipts list`. */
export interface ListOptions extends PlaceOptions {
  readonly json?: true;
  readonly limit: number;
}

/** `gatehouse receipts list`: newest first, from the running instance, else from the journal. */
export async function runReceiptsList(io: CliIo, options: ListOptions): Promise<void> {
  const receipts = await listReceipts(io, options, options.limit);
  if (options.json) {
    printLine(io, JSON.stringify(receipts, null, 2));
    return;
  }
  if (receipts.length === 0) printLine(io, 'No receipt yet. The first verified answer leaves one.');
  for (const receipt of receipts) printLine(io, receiptLine(receipt));
}

async function listReceipts(io: CliIo, options: PlaceOptions, limit: number): Promise<Receipt[]> {
  try {
    const found = await controlClient(io, options).receipts(limit, io.signal);
    return found.flatMap(value => Receipt.safeParse(value).data ?? []);
  } catch (error) {
    if (!(error instanceof GatehouseError) || error.code !== 'not_running') throw error;
    const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    const path = join(homeOf(io, options), RECEIPTS_FILE_NAME);
    return new ReceiptJournal({ path, clock: io.clock, logger: silent }).list({ limit }, io.signal);
  }
}

function receiptLine({ verifiedAt, model, teeId, stream, requestHash, sandbox }: Receipt): string {
  const time = new Date(verifiedAt).toISOString();
  return `${time}  ${teeId}  ${model}  ${stream ? 'streamed' : 'whole'}  request ${requestHash.slice(0, 12)}…${sandbox ? '  (sandbox)' : ''}`;
}

/** `gatehouse receipts verify FILE`: needs no network and no running instance. Throws `receipts_bad` when one does not hold. */
export async function runReceiptsVerify(io: CliIo, file: string): Promise<void> {
  const entries = splitReceipts(await readReceipts(io, absolutePath(file, io.workingFolder)));
  if (entries.length === 0) {
    throw new GatehouseError('receipts_none', `There is no receipt in ${file}.`, { remedy: 'Check the path.' });
  }
  const bad = entries.flatMap(({ name, value }) => {
    const verdict = value === undefined ? { ok: false, reason: 'It is not JSON.' } : verifyReceipt(value);
    return verdict.ok ? [] : [`${name}: ${'reason' in verdict ? verdict.reason : ''}`];
  });
  for (const line of bad) io.stderr.write(`${line}\n`);
  const receipts = entries.flatMap(({ value }) => Receipt.safeParse(value).data ?? []);
  const ofSandbox = receipts.filter(({ sandbox }) => sandbox).length;
  printLine(io, `${entries.length - bad.length} verified, ${bad.length} bad.`);
  printLine(
    io,
    'Proved: both hashes and the time, by the key of the TEE id. Not signed: model, endpoint, token counts, sandbox mark.',
  );
  printLine(io, 'Whether an id was registered is a question to the chain. The ids:');
  for (const teeId of new Set(receipts.map(receipt => receipt.teeId))) printLine(io, `  ${teeId}`);
  if (ofSandbox > 0) printLine(io, `${ofSandbox} of the sandbox: they prove nothing about a real network.`);
  if (bad.length > 0) {
    throw new GatehouseError('receipts_bad', `${bad.length} of ${entries.length} receipts in ${file} do not hold.`, {
      remedy: 'The lines above name them. A receipt that does not hold proves nothing.',
    });
  }
}

async function readReceipts(io: CliIo, path: string): Promise<string> {
  try {
    if ((await stat(path)).size > MAX_FILE_BYTES) throw new Error('it is larger than 1 GiB');
    return (await readPersonsText(path, io.signal)).text;
  } catch (error) {
    io.signal.throwIfAborted();
    throw new GatehouseError('receipts_unreadable', `${path} cannot be read: ${errorMessage(error)}`, {
      remedy: 'Check the path.',
      cause: error,
    });
  }
}

/** One receipt, a list of them, or one per line. `value` is undefined for what is not JSON. */
function splitReceipts(text: string): { name: string; value: unknown }[] {
  const whole = parse(text);
  if (Array.isArray(whole)) return whole.map((value: unknown, index) => ({ name: `receipt ${index + 1}`, value }));
  if (whole !== undefined) return [{ name: 'receipt 1', value: whole }];
  return text
    .split('\n')
    .map((line, index) => ({ name: `line ${index + 1}`, line }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ name, line }) => ({ name, value: parse(line) }));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
