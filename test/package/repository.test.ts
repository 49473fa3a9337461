import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/built.ts';

const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const { scripts, devDependencies } = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  devDependencies: Record<string, string>;
};
const workflows = readdirSync(join(ROOT, '.github/workflows')).map(name => `.github/workflows/${name}`);

describe.each(workflows)('%s', name => {
  const text = read(name);

  it('names only scripts, suites and programs that exist', () => {
    const suites = [...read('test/run.ts').matchAll(/(?:check|suite)\('([\w-]+)'|^ {2}name: '([\w-]+)'/gm)].map(
      ([, called, named]) => called ?? named,
    );
    const asked = [...text.matchAll(/npm test -- ([\w -]+)/g)].flatMap(([, names = '']) => names.trim().split(' '));
    const ran = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, script = '']) => script);
    const files = [...text.matchAll(/(?:node |run: )((?:build|\.ci)\/[\w./-]+)/g)].map(([, file = '']) => file);

    expect([...ran, ...files].length).toBeGreaterThan(0);
    expect(ran.filter(script => scripts[script] === undefined)).toEqual([]);
    expect(asked.filter(suite => !suites.includes(suite))).toEqual([]);
    expect(files.filter(file => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('gives its jobs a time limit, and no more rights than reading unless a job says so', () => {
    const jobs = text.slice(text.indexOf('\njobs:')).match(/^ {2}[\w-]+:$/gm) ?? [];

    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
    expect(text.match(/timeout-minutes: \d+/g)).toHaveLength(jobs.length);
  });
});

describe('the manifest', () => {
  it('has only scripts whose programs exist', () => {
    const files = Object.values(scripts).flatMap(line => line.match(/\b(?:build|test)\/[\w/.-]+\.(?:mjs|ts)\b/g) ?? []);

    expect(files.length).toBeGreaterThan(8);
    expect(files.filter(file => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('pins every package exactly, and the Electron that is shipped', () => {
    expect(Object.entries(devDependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(read('build/electron-builder.yml')).toContain(`electronVersion: ${devDependencies['electron']}\n`);
  });
});

describe('the documents', () => {
  it('hold a changelog in the form that the release notes are taken from', () => {
    const [first, ...versions] = read('CHANGELOG.md').match(/^## .*$/gm) ?? [];
    const sections = read('CHANGELOG.md').match(/^### .*$/gm) ?? [];
    const entries = read('CHANGELOG.md')
      .split('\n## ')
      .slice(1)
      .join('\n')
      .replaceAll(/\n {2}(?=\S)/g, ' ')
      .match(/^- .*$/gm);

    expect(first).toBe('## [Unreleased]');
    for (const heading of versions) expect(heading).toMatch(/^## \[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/);
    for (const section of sections)
      expect(section).toMatch(/^### (?:Added|Changed|Deprecated|Removed|Fixed|Security)$/);
    expect(entries?.length).toBeGreaterThan(5);
    expect(entries?.filter(entry => !/^- [A-Z].*\.$/.test(entry))).toEqual([]);
  });
});
