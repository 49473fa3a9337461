import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A fenced block of a document. */
export interface Block {
  /** The heading that it stands under. */
  readonly heading: string;
  /** `sh`: what is typed; `text`: what is shown then. */
  readonly language: string;
  readonly text: string;
}

/** A row of the table of troubles. */
export interface Trouble {
  /** What a person sees, word for word, in lines; `…` stands for what differs from time to time. */
  readonly sees: string;
  /** The commands, variables and settings that the row names as the remedy. */
  readonly does: readonly string[];
}

/** The text of the README of the checkout at `root`. */
export function readmeOf(root: string): string {
  return readFileSync(join(root, 'README.md'), 'utf8');
}

/** The fenced blocks of `text`, in order, without the indentation of a list. */
export function blocksOf(text: string): Block[] {
  const found = text.matchAll(/^## (.*)$|^( *)```(\w*)\n([\s\S]*?)^\2```$/gm);
  let heading = '';
  return [...found].flatMap(([, title, indent = '', language = '', block = '']) => {
    if (title !== undefined) heading = title;
    if (title !== undefined) return [];
    return [{ heading, language, text: block.replaceAll(new RegExp(`^${indent}`, 'gm'), '') }];
  });
}

/** The rows under “When something is wrong”. */
export function troublesOf(text: string): Trouble[] {
  const [, section = ''] = /^## When something is wrong\n([\s\S]*?)^## /m.exec(`${text}\n## `) ?? [];
  const rows = section.split('\n').filter(line => line.startsWith('| `'));
  return rows.map(line => {
    const [sees = '', , does = ''] = line.slice(2).split(' | ');
    return { sees: quoted(sees).join('\n'), does: quoted(does) };
  });
}

/**
 * The first line of `shown` that `actual` does not have, in order; undefined when all are there. `…` stands for anything
 * within a line, and a line of nothing else for any lines.
 */
export function missingLine(shown: string, actual: string): string | undefined {
  let from = 0;
  for (const line of shown.split('\n').filter(one => one.trim() !== '' && one.trim() !== '…')) {
    const rest = actual.slice(from);
    const found = patternOf(line.trim()).exec(rest);
    if (found === null) return line;
    from += found.index + found[0].length;
  }
  return undefined;
}

/** `text` as a pattern: blanks of any number, `…` for anything within a line. */
function patternOf(text: string): RegExp {
  const literal = text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(literal.replaceAll(/\s+/g, String.raw`\s+`).replaceAll('…', '.*?'), 'i');
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}
