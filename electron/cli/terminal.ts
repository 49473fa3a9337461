import { createInterface } from 'node:readline/promises';
import { abortReason, errorMessage, GatehouseError } from '../core/platform/index.ts';
import type { CliIo } from './io.ts';

/** Far above any credential. */
const MAX_INPUT_BYTES = 131_072;
/** Ctrl-C and Ctrl-D, as a terminal in raw mode gives them. */
const INTERRUPT = '\u0003';
const END_OF_INPUT = '\u0004';

/** A question with yes as the answer of an empty line. The caller has checked that there is a terminal. */
export async function askYes(io: CliIo, question: string): Promise<boolean> {
  const terminal = createInterface({ input: io.stdin, output: io.stdout });
  const cancelled = new AbortController();
  // readline takes Ctrl-C for itself while it asks.
  terminal.once('SIGINT', () => cancelled.abort(new GatehouseError('cancelled', 'Nothing was started.')));
  try {
    const signal = AbortSignal.any([io.signal, cancelled.signal]);
    const answer = await terminal.question(`${question} (Y/n) `, { signal }).catch((error: unknown) => {
      throw cancelled.signal.aborted ? cancelled.signal.reason : error;
    });
    return !/^\s*n/i.test(answer);
  } finally {
    terminal.close();
  }
}

/** A value that must not be seen: typed without echo at a terminal, else everything on standard input. */
export async function readHidden(io: CliIo, prompt: string): Promise<string> {
  if (!io.stdin.isTTY) return (await readAll(io)).replace(/\r?\n$/, '');
  return readTyped(io, prompt, (typed, key) => {
    if (key === '\r' || key === '\n') return { final: typed };
    if (key === END_OF_INPUT) throw nothingChanged();
    return type(typed, key);
  });
}

/**
 * A JSON object that must not be seen, on as many lines as it has: pasted at a terminal, where it ends by itself or with
 * Ctrl-D, else everything on standard input.
 */
export async function readHiddenJson(io: CliIo, prompt: string): Promise<string> {
  if (!io.stdin.isTTY) return readAll(io);
  return readTyped(io, prompt, (typed, key) => {
    const isObject = typed.trimStart().startsWith('{');
    if (key === END_OF_INPUT) {
      if (typed.trim() === '') throw nothingChanged();
      return { final: typed };
    }
    if (key !== '\r' && key !== '\n') {
      const longer = type(typed, key);
      return key === '}' && isObject && isJson(longer) ? { final: longer } : longer;
    }
    // Nothing that begins otherwise can become one.
    if (typed.trim() !== '' && !isObject) return { final: typed };
    return `${typed}\n`;
  });
}

async function readAll(io: CliIo): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of io.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_INPUT_BYTES) throw tooMuch();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What one key comes to: the text so far, or that it is complete. Throws to give up. */
type OnKey = (typed: string, key: string) => string | { readonly final: string };

/** Reads keys of a terminal in raw mode, where Ctrl-C is a key as well. */
async function readTyped(io: CliIo, prompt: string, onKey: OnKey): Promise<string> {
  io.stderr.write(prompt);
  io.stdin.setRawMode(true);
  try {
    return await new Promise<string>((resolve, reject) => {
      const decoder = new TextDecoder();
      let typed = '';
      const onData = (chunk: Buffer): void => {
        try {
          for (const key of decoder.decode(chunk, { stream: true })) {
            if (key === INTERRUPT) throw nothingChanged();
            const outcome = onKey(typed, key);
            if (typeof outcome === 'object') return finish(() => resolve(outcome.final));
            typed = outcome;
            if (typed.length > MAX_INPUT_BYTES) throw tooMuch();
          }
        } catch (error) {
          finish(() => reject(error instanceof Error ? error : new Error(errorMessage(error))));
        }
      };
      const onEnd = (): void => finish(() => resolve(typed));
      const onAbort = (): void => finish(() => reject(abortReason(io.signal)));
      const finish = (settle: () => void): void => {
        io.stdin.off('data', onData).off('end', onEnd);
        io.signal.removeEventListener('abort', onAbort);
        settle();
      };
      io.stdin.on('data', onData).on('end', onEnd);
      io.signal.addEventListener('abort', onAbort, { once: true });
      if (io.signal.aborted) onAbort();
      else io.stdin.resume();
    });
  } finally {
    io.stdin.setRawMode(false);
    io.stdin.pause();
    io.stderr.write('\n');
  }
}

function type(typed: string, key: string): string {
  return key === '\u007f' || key === '\b' ? typed.slice(0, -1) : typed + key;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function nothingChanged(): GatehouseError {
  return new GatehouseError('cancelled', 'Nothing was changed.');
}

function tooMuch(): GatehouseError {
  return new GatehouseError('secret_invalid', 'There is too much on standard input for a secret.');
}
