import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './built.ts';

/** Whose lines are for people to type. */
const DOCUMENTS = [
  'README.md',
  'build/npm/README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
];
/** Where a command starts: at the beginning, behind a pipe or `&&`, in `$(…)`. Calls of our own endpoints count as well. */
const COMMAND = /(?:^|[|&(]\s*)gatehouse\s+(?=\S)|^curl /;

/** Every `gatehouse …` and `curl …` line of the documents, each once, as the shell gets it: without prompt, comment and `npx`. */
export function documentedLines(): string[] {
  return unique(DOCUMENTS.flatMap(name => fencedLines(readFileSync(join(ROOT, name), 'utf8'))));
}

/** Every `gatehouse …` between backticks in a sentence or a table, each once, without `npx`. */
export function documentedMentions(): string[] {
  return unique(DOCUMENTS.flatMap(name => mentions(readFileSync(join(ROOT, name), 'utf8'))));
}

function fencedLines(text: string): string[] {
  return [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)].flatMap(([, language, block = '']) => {
    const lines = block.replaceAll(/\\\n\s*/g, '').split('\n');
    // In a help text only the examples are meant to be typed.
    const typed = language === 'text' ? lines.filter(line => line.startsWith('  $ ')) : lines;
    return typed.map(line => plain(line.replace(/^\s*\$ /, ''))).filter(line => COMMAND.test(line));
  });
}

function mentions(text: string): string[] {
  const sentences = text.replaceAll(/^ *```\w*\n[\s\S]*?^ *```$/gm, '');
  return [...sentences.matchAll(/`([^`]+)`/g)]
    .map(([, code = '']) => plain(code.replaceAll(/\s+/g, ' ')))
    .filter(code => /^gatehouse /.test(code));
}

function plain(line: string): string {
  return line
    .replace(/\s+#\s.*$/, '')
    .replaceAll(/\bnpx gatehouse\b/g, 'gatehouse')
    .trim();
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}
