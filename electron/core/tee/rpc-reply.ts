import { setImmediate as nextTurn } from 'node:timers/promises';
import { RpcErrorReply, RpcHttpFailure, RpcTooLarge } from './rpc-failure.ts';

/** A reply as large as this is read as one piece of JSON; only the hexadecimal of a large registry exceeds it. */
const SMALL_BYTES = 65_536;
/** 10,000 records take about 30 MB as JSON. */
const MAX_BYTES = 64 * 1024 * 1024;
/** What stands around the one long text of a large reply. */
const MAX_FRAME_BYTES = 4_096;
/** So much is converted in well under a millisecond; other work goes on after each. */
const SLICE_BYTES = 262_144;
const QUOTE = 0x22;
const RESULT = /"result"\s*:\s*"0x/;

/** The result of one call: JSON, or the bytes of a hexadecimal text that is too long to be read as JSON. */
export type RpcResult = { readonly json: unknown } | { readonly bytes: Uint8Array };

/**
 * Reads a JSON-RPC reply. A large one is converted piece by piece as it arrives, from hexadecimal to bytes, so that no
 * single step, and no copy of the text, grows with the registry. Throws {@link RpcErrorReply}, {@link RpcHttpFailure},
 * {@link RpcTooLarge}, `SyntaxError`, or the signal's reason.
 */
export async function readRpcReply(response: Response, signal: AbortSignal): Promise<RpcResult> {
  const { ok, status, body } = response;
  const reader = new ReplyReader();
  try {
    for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
      for (let start = 0; start < chunk.length; start += SLICE_BYTES) {
        if (reader.push(chunk.subarray(start, start + SLICE_BYTES))) await nextTurn(undefined, { signal });
      }
    }
  } catch (error) {
    if (ok || signal.aborted || error instanceof RpcTooLarge) throw error;
    throw new RpcHttpFailure('broken off', status);
  }
  try {
    return reader.result();
  } catch (error) {
    if (ok || error instanceof RpcErrorReply) throw error;
    throw new RpcHttpFailure('no JSON-RPC reply', status);
  }
}

/** Takes a reply slice by slice. Holds the text of a small one, the bytes of a large one. */
class ReplyReader {
  #head: Uint8Array[] = [];
  #headBytes = 0;
  #totalBytes = 0;
  #sinceTurn = 0;
  #hex: HexReader | undefined;

  /** True when it is time to let other work go on. */
  push(slice: Uint8Array): boolean {
    this.#totalBytes += slice.length;
    if (this.#totalBytes > MAX_BYTES) throw new RpcTooLarge('too much data');
    if (this.#hex !== undefined) this.#hex.push(slice);
    else {
      this.#head.push(slice);
      this.#headBytes += slice.length;
      if (this.#headBytes > SMALL_BYTES) this.#turnLarge();
    }
    this.#sinceTurn += slice.length;
    if (this.#sinceTurn < SLICE_BYTES) return false;
    this.#sinceTurn = 0;
    return true;
  }

  result(): RpcResult {
    if (this.#hex !== undefined) return { bytes: this.#hex.result() };
    return { json: resultOf(JSON.parse(Buffer.concat(this.#head).toString('utf8'))) };
  }

  #turnLarge(): void {
    const head = Buffer.concat(this.#head);
    this.#head = [];
    const found = RESULT.exec(head.toString('latin1', 0, MAX_FRAME_BYTES));
    if (found === null) throw new RpcTooLarge('a large reply without a hexadecimal result');
    const start = found.index + found[0].length;
    this.#hex = new HexReader(head.toString('utf8', 0, start));
    this.#hex.push(head.subarray(start));
  }
}

/** Converts the hexadecimal text of a large reply, and checks that what stands around it is a reply. */
class HexReader {
  readonly #before: string;
  readonly #parts: Uint8Array[] = [];
  #half = '';
  #after: string | undefined;

  constructor(before: string) {
    this.#before = before;
  }

  push(slice: Uint8Array): void {
    const text = Buffer.from(slice.buffer, slice.byteOffset, slice.byteLength);
    if (this.#after !== undefined) {
      this.#after += text.toString('utf8');
      if (this.#after.length > MAX_FRAME_BYTES) throw new RpcTooLarge('too much behind the result');
      return;
    }
    const quote = text.indexOf(QUOTE);
    this.#convert(this.#half + text.toString('latin1', 0, quote < 0 ? text.length : quote));
    if (quote < 0) return;
    this.#after = '';
    this.push(slice.subarray(quote));
  }

  result(): Uint8Array {
    if (this.#half !== '') throw new SyntaxError('half a byte');
    // With an empty result in place of the long one, this has to be a whole JSON-RPC reply.
    const result = resultOf(JSON.parse(`${this.#before}${this.#after ?? ''}`));
    if (result !== '0x') throw new SyntaxError('not the result');
    return Buffer.concat(this.#parts);
  }

  #convert(hex: string): void {
    const even = hex.length - (hex.length % 2);
    this.#half = hex.slice(even);
    const bytes = Buffer.from(even === hex.length ? hex : hex.slice(0, even), 'hex');
    if (bytes.length * 2 !== even) throw new SyntaxError('not hexadecimal');
    this.#parts.push(bytes);
  }
}

function resultOf(reply: unknown): unknown {
  if (typeof reply !== 'object' || reply === null) throw new SyntaxError('not a JSON-RPC reply');
  const { error, result } = reply as { readonly error?: unknown; readonly result?: unknown };
  if (typeof error === 'object' && error !== null) {
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
    if (typeof code === 'number') throw new RpcErrorReply(code, typeof message === 'string' ? message : 'no reason');
  }
  if (result === undefined) throw new SyntaxError('neither a result nor an error');
  return result;
}
