import { execFile } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/built.ts';
import { tempHome } from '../helpers/temp-home.ts';

const exec = promisify(execFile);
const recipe = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
/** What the context holds: the rest is left out by the first line. */
const admitted = ignored.filter(line => line.startsWith('!')).map(line => line.slice(1));

describe('the container', () => {
  it('is built from what the context admits, and from nothing else', async () => {
    const context = await tempHome();
    expect(ignored.find(line => line !== '' && !line.startsWith('#'))).toBe('*');
    for (const name of admitted) cpSync(join(ROOT, name), join(context, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(context, 'node_modules'));

    const packed = join(context, 'packed');
    const env = { ...process.env, GATEHOUSE_BUILD: 'container.test' };
    await exec('npm', ['run', 'package:npm', '--', packed], { cwd: context, env });
    expect(readdirSync(packed)).toEqual([expect.stringMatching(/^gatehouse-\d+\.\d+\.\d+\.tgz$/)]);
    const { stdout } = await exec(process.execPath, [join(context, 'dist/headless/gatehouse.mjs'), '--version']);
    expect(stdout).toMatch(/\+container\.test\n$/);
  });

  it('copies only what is there, and has a release of Node that the product runs on', () => {
    const copied = [...recipe.matchAll(/^COPY (?!\. )(.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '));
    const bases = [...recipe.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);

    expect(copied.length).toBeGreaterThan(0);
    expect(copied.filter(name => !existsSync(join(ROOT, name)) || !admitted.includes(name))).toEqual([]);
    expect(new Set(bases).size).toBe(1);
    // Without its optional packages the bundler has no binary.
    expect(recipe).toMatch(/^RUN npm ci --ignore-scripts --no-audit --no-fund$/m);
    expect(bases[0]).toMatch(/^node:2[0-9]\.\d+\.\d+-\S+$/);
  });

  it('runs as somebody without rights, keeps its home in a volume, publishes no port, and is asked how it is', () => {
    const last = recipe.slice(recipe.lastIndexOf('\nFROM '));

    expect(last).toMatch(/^USER node$/m);
    expect(last.indexOf('\nUSER ')).toBeLessThan(last.indexOf('\nENTRYPOINT '));
    expect(last).toMatch(/^VOLUME \/data$/m);
    expect(last).toContain('GATEHOUSE_HOME=/data ');
    expect(last).not.toMatch(/^EXPOSE /m);
    expect(last).toMatch(/^HEALTHCHECK .* CMD \["gatehouse", "status"\]$/m);
  });
});
