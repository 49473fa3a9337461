import { createInterface } from 'node:readline/promises';
import { GatehouseError } from '../../core/platform/index.ts';
import { type CliIo, printLine } from '../io.ts';

/** What a page of questions led to. `check`: its checks are under way. */
export type Asked = 'check' | 'skip' | 'back' | 'again';

/** One answer that can be chosen. */
export interface Option<Value> {
  readonly label: string;
  /** What it needs and sends, below the label. */
  readonly note?: string;
  readonly value: Value;
}

/** Shows the options with their numbers and asks for one; an empty line takes the first. */
export async function choose<Value>(io: CliIo, question: string, options: readonly Option<Value>[]): Promise<Value> {
  printLine(io);
  printLine(io, question);
  for (const [index, { label, note }] of options.entries()) {
    printLine(io, `  ${index + 1}) ${label}`);
    if (note !== undefined) printLine(io, `     ${note}`);
  }
  for (;;) {
    const answer = await askText(io, `Choose 1 to ${options.length} [1]: `);
    const chosen = options[answer === '' ? 0 : /^\d{1,3}$/.test(answer) ? Number(answer) - 1 : -1];
    if (chosen !== undefined) return chosen.value;
    printLine(io, `Enter a number from 1 to ${options.length}.`);
  }
}

/** One line as it was typed, without blanks around it. */
export async function askText(io: CliIo, prompt: string): Promise<string> {
  const terminal = createInterface({ input: io.stdin, output: io.stdout });
  const left = new AbortController();
  // readline takes Ctrl-C and Ctrl-D for itself while it asks.
  terminal.once('SIGINT', () => left.abort(setupLeft()));
  terminal.once('close', () => left.abort(setupLeft()));
  const signal = AbortSignal.any([io.signal, left.signal]);
  try {
    return (await terminal.question(prompt, { signal })).trim();
  } catch (error) {
    io.signal.throwIfAborted();
    throw left.signal.aborted ? setupLeft() : error;
  } finally {
    terminal.removeAllListeners('close');
    terminal.close();
  }
}

/** The person went away in the middle. */
export function setupLeft(): GatehouseError {
  return new GatehouseError('setup_left', 'The set-up was left; what was chosen is kept.', {
    remedy: 'Go on where you were with: gatehouse setup',
  });
}
