import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOCUMENTS as PACKAGED } from '../../../build/npm-package.mjs';
import { ROOT } from '../../helpers/built.ts';
import { markdownAnchors, markdownLinks } from '../../helpers/markdown.ts';

/** Where documents lie beside those in the root. */
const FOLDERS = ['build', 'docs', 'electron', 'renderer', 'test'];
const DOCUMENTS = [
  ...readdirSync(ROOT),
  ...FOLDERS.flatMap(folder =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(name => join(folder, name)),
  ),
].filter(name => name.endsWith('.md'));

const textOf = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

/** What is wrong with the links of a document, each with its line. Addresses elsewhere are not looked at. */
function brokenLinks(name: string): string[] {
  return markdownLinks(textOf(name)).flatMap(({ target, line }) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path = '', anchor] = target.split('#');
    const linked = path === '' ? name : relative(ROOT, join(ROOT, linkBase(name, path), path));
    if (!existsSync(join(ROOT, linked))) return [`${name}:${line}: ${target}: there is no ${linked}`];
    if (anchor === undefined || !linked.endsWith('.md')) return [];
    return markdownAnchors(textOf(linked)).includes(anchor) ? [] : [`${name}:${line}: ${target}: no such heading`];
  });
}

/** The npm package has its README beside `docs`. */
function linkBase(name: string, path: string): string {
  return name === 'build/npm/README.md' && path.startsWith('docs/') ? '.' : dirname(name);
}

/** A path of the repository in a sentence; those of `electron` are also named without it. One with a gap (`<gate>`) is none. */
const SOURCE_PATH =
  /`((?:(?:electron\/)?(?:cli|contract|core|sandbox|shell|web)|build|docs|renderer|test)\/[\w./-]+)`/g;

describe('the links of the documents', () => {
  it('are found: those in brackets, those in HTML, and none that is code', () => {
    const text = '[a](b.md#c) `[no](no.md)`\n```\n[no](no.md)\n```\n<img src="d.png"> ![e](f.png "title")';

    expect(markdownLinks(text)).toEqual([
      { target: 'b.md#c', line: 1 },
      { target: 'd.png', line: 5 },
      { target: 'f.png', line: 5 },
    ]);
  });

  it('meet the anchors that GitHub makes of headings', () => {
    const text =
      '# Of `tee.teeId`, and more\n## What is promised, and what is not\n```\n# no\n```\n## A [b](c)\n## A b';

    expect(markdownAnchors(text)).toEqual(['of-teeteeid-and-more', 'what-is-promised-and-what-is-not', 'a-b', 'a-b-1']);
  });

  it.each(DOCUMENTS)('of %s lead to files and headings that exist', name => {
    expect(brokenLinks(name)).toEqual([]);
  });

  it.each(PACKAGED)('of docs/%s lead to what the npm package holds as well', name => {
    const targets = markdownLinks(textOf(`docs/${name}`)).map(({ target }) => target.split('#')[0] ?? '');
    const own = targets.filter(target => target !== '' && !/^[a-z]+:/.test(target));

    expect(own.filter(target => !PACKAGED.includes(target))).toEqual([]);
  });

  it('are those of all documents', () => {
    expect(DOCUMENTS).toEqual(expect.arrayContaining(['README.md', 'docs/protocols.md', 'test/bench/README.md']));
    expect(DOCUMENTS.flatMap(name => markdownLinks(textOf(name))).length).toBeGreaterThan(100);
  });
});

describe('the paths of the repository', () => {
  it.each(DOCUMENTS)('in %s exist', name => {
    const paths = [...textOf(name).matchAll(SOURCE_PATH)].map(([, path = '']) => path);

    expect(paths.filter(path => !['', 'electron'].some(base => existsSync(join(ROOT, base, path))))).toEqual([]);
  });

  it('are found', () => {
    expect(DOCUMENTS.flatMap(name => [...textOf(name).matchAll(SOURCE_PATH)]).length).toBeGreaterThan(50);
  });
});
