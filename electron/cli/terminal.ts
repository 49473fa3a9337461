import { createInterface } from 'node:readline/promises';
import { GatehouseError } from '../core/platform/index.ts';
import type { CliIo } from './io.ts';

/** Far above any credential. */
const MAX_INPUT_BYTES = 131_072;

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
  io.stderr.write(prompt);
  io.stdin.setRawMode(true);
  try {
    return await readTyped(io);
  } finally {
    io.stdin.setRawMode(false);
    io.stdin.pause();
    io.stderr.write('\n');
  }
}

async function readAll(io: CliIo): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of io.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_INPUT_BYTES)
      throw new GatehouseError('secret_invalid', 'There is too much on standard input for a secret.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Keys of a terminal in raw mode: Enter ends, Ctrl-C and Ctrl-D give up, Backspace works. */
async function readTyped(io: CliIo): Promise<string> {
  let typed = '';
  for await (const chunk of io.stdin.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    for (const key of chunk.toString('utf8')) {
      if (key === '\r' || key === '\n') return typed;
      if (key === '\u0003' || key === '\u0004') throw new GatehouseError('cancelled', 'Nothing was changed.');
      typed = key === '\u007f' || key === '\b' ? typed.slice(0, -1) : typed + key;
    }
  }
  return typed;
}
