import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** A larger file is not read at all, as in the agents this contract comes from. */
export const MAX_DOTENV_BYTES = 1_048_576;

const LINE = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)$/;

/**
 * The variables of an agent's `.env`; empty when there is none, it is too large, no ordinary file, or not readable: a
 * broken file must not keep an agent from working.
 */
export async function readDotenv(path: string): Promise<ReadonlyMap<string, string>> {
  try {
    // Without waiting: a pipe of that name would block the start of every process.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = await file.stat();
      if (!stat.isFile() || stat.size > MAX_DOTENV_BYTES) return new Map();
      return parseDotenv(await file.readFile('utf8'));
    } finally {
      await file.close();
    }
  } catch {
    return new Map();
  }
}

/** `NAME=value` lines: comments, `export`, single and double quotes. The last line of a name wins. */
export function parseDotenv(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const [, name, raw] = LINE.exec(line) ?? [];
    // Node refuses to start a process with such a value.
    if (name === undefined || raw === undefined || raw.includes('\0')) continue;
    found.set(name, unquote(raw.trim()));
  }
  return found;
}

function unquote(raw: string): string {
  const single = /^'([^']*)'/.exec(raw)?.[1];
  if (single !== undefined) return single;
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(raw)?.[1];
  if (double !== undefined)
    return double.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : letter));
  return raw.replace(/\s#.*$/, '').trimEnd();
}
