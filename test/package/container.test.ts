import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ROOT } from '../helpers/built.ts';
import { withoutNpmSettings } from '../helpers/npm-install.ts';
import { only, stagesOf, variables, words } from './dockerfile.ts';

const exec = promisify(execFile);
const LIMIT_MS = 120_000;
const recipe = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const [building = [], image = []] = stagesOf(recipe);
const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
/** What the context holds: the rest is left out by the first line. */
const admitted = ignored.filter(line => line.startsWith('!')).map(line => line.slice(1));

/** Never root: the first ordinary user, as which root may start programs, or whoever runs the tests. */
const isRoot = process.getuid?.() === 0;
const USER_ID = isRoot ? 1000 : (process.getuid?.() ?? 0);
const GROUP_ID = isRoot ? 1000 : (process.getgid?.() ?? 0);

let context: string;

/** The first stage, in a folder that holds what an engine would be sent. What `npm ci` would install is installed here. */
beforeAll(async () => {
  context = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-container-')));
  for (const name of admitted) cpSync(join(ROOT, name), join(context, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(context, 'node_modules'));
  const [install, build] = building.filter(({ name }) => name === 'RUN').map(({ text }) => text);
  // Without its optional packages the bundler has no binary.
  expect(install).toBe('npm ci --ignore-scripts --no-audit --no-fund');
  const env = { ...withoutNpmSettings(process.env), GATEHOUSE_BUILD: 'container.test' };
  await sh(build ?? '', { env, cwd: context });
});

afterAll(() => rmSync(context, { recursive: true, force: true }));

describe('the container', () => {
  it('is built from what the context admits, and from nothing else', async () => {
    expect(ignored.find(line => line !== '' && !line.startsWith('#'))).toBe('*');
    expect(readdirSync(join(context, 'packed'))).toEqual([expect.stringMatching(/^gatehouse-\d+\.\d+\.\d+\.tgz$/)]);
    const { stdout } = await exec(process.execPath, [join(context, 'dist/headless/gatehouse.mjs'), '--version']);
    expect(stdout).toMatch(/\+container\.test\n$/);
  });

  it('copies only what is there, and has a release of Node that the product runs on', () => {
    const copied = [...recipe.matchAll(/^COPY (?!\. )(.+) \S+$/gm)].flatMap(([, names = '']) => names.split(' '));
    const bases = [...recipe.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);

    expect(copied.length).toBeGreaterThan(0);
    expect(copied.filter(name => !existsSync(join(ROOT, name)) || !admitted.includes(name))).toEqual([]);
    expect(new Set(bases).size).toBe(1);
    expect(bases[0]).toMatch(/^node:2[0-9]\.\d+\.\d+-\S+$/);
  });

  it('runs as somebody without rights, keeps its home in a volume, publishes no port, and is asked how it is', () => {
    const order = image.map(({ name }) => name);

    expect(only(image, 'USER')).toBe('node');
    expect(order.indexOf('USER')).toBeLessThan(order.indexOf('ENTRYPOINT'));
    expect(only(image, 'VOLUME')).toBe('/data');
    expect(variables(only(image, 'ENV'))).toMatchObject({ GATEHOUSE_HOME: '/data', GATEHOUSE_PACKAGE: 'container' });
    expect(order).not.toContain('EXPOSE');
    expect(words(only(image, 'HEALTHCHECK').replace(/^.* CMD /, ''))).toEqual(['gatehouse', 'status']);
  });
});

describe('the container, its steps carried out without an engine in a folder of this computer', () => {
  it('starts as its user, is healthy, keeps its files to that user, ends in order, and is not healthy any more', async () => {
    await sh(only(image, 'RUN').replace(/^--mount=\S+ +/, ''), {
      env: withoutNpmSettings(process.env),
      cwd: context,
    });
    const person = { uid: USER_ID, gid: GROUP_ID, cwd: '/', env: environment() };
    const data = inContext('/data');
    const health = () => {
      const [program = '', ...args] = words(only(image, 'HEALTHCHECK').replace(/^.* CMD /, ''));
      return exec(join(programs(), program), args, { ...person, timeout: LIMIT_MS });
    };
    expect(statSync(data)).toMatchObject({ uid: USER_ID, gid: GROUP_ID });
    expect(statSync(data).mode & 0o777).toBe(0o700);
    await expect(health()).rejects.toMatchObject({ code: 1 });

    const [program = '', ...args] = [...words(only(image, 'ENTRYPOINT')), ...words(only(image, 'CMD'))];
    const host = spawn(join(programs(), program), args, { ...person, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(host, 'exit') as Promise<[code: number | null]>;
    onTestFinished(async () => {
      host.kill('SIGKILL');
      await ended;
    });
    let said = '';
    host.stdout.on('data', chunk => {
      said += String(chunk);
    });
    await expect.poll(() => said, { timeout: LIMIT_MS }).toContain('SANDBOX');
    await expect.poll(() => health().then(({ stdout }) => stdout, String), { timeout: LIMIT_MS }).toContain('Endpoint');
    const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
    expect(files.length).toBeGreaterThan(3);
    for (const entry of files) {
      const stat = statSync(join(entry.parentPath, entry.name));
      expect([entry.name, stat.mode & 0o777, stat.uid]).toEqual([entry.name, 0o600, USER_ID]);
    }
    host.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    await expect(health()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('is not running') });
  });
});

/** Where npm puts programs. */
function programs(): string {
  return join(context, 'usr', 'bin');
}

function inContext(path: string): string {
  return join(context, path);
}

/** A command of the recipe, with its absolute paths in the folder, and its user the one of here. */
async function sh(command: string, { env, cwd }: { env: NodeJS.ProcessEnv; cwd: string }): Promise<void> {
  mkdirSync(inContext('/usr'), { recursive: true });
  chmodSync(context, 0o755);
  const here = command
    .replaceAll(/(?<=\s)(?=\/(?:packed|data)\b)/g, context)
    .replace('--owner=node', `--owner=${USER_ID}`)
    .replace('--group=node', `--group=${GROUP_ID}`);
  await exec('sh', ['-ec', here], {
    cwd,
    timeout: LIMIT_MS,
    maxBuffer: 16_777_216,
    env: { ...env, npm_config_prefix: inContext('/usr') },
  });
}

/** What the image sets, and free ports: two containers have two networks, two tests have one. */
function environment(): Record<string, string> {
  const set = variables(only(image, 'ENV'));
  return {
    ...set,
    GATEHOUSE_HOME: inContext(set['GATEHOUSE_HOME'] ?? ''),
    PATH: [programs(), dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
    GATEHOUSE_PROXY_PORT: '0',
    GATEHOUSE_DASHBOARD_PORT: '0',
  };
}
