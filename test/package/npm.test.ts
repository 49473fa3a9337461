import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildId } from '../../build/build-id.mjs';
import { npmManifest, packNpm, type RepositoryManifest } from '../../build/npm-package.mjs';
import { ROOT } from '../helpers/built.ts';
import { withoutNpmSettings } from '../helpers/npm-install.ts';
import { tempHome } from '../helpers/temp-home.ts';

const LIMIT_MS = 90_000;
/** All that the package needs. */
const WANTED = [
  /^package\.json$/,
  /^(?:README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^bin\/gatehouse\.mjs$/,
  /^docs\/(?:architecture|commands|configuration|container|protocols|security)\.md$/,
  /^dist\/headless\/(?:gatehouse\.mjs|licenses\.md)$/,
  /^dist\/renderer\/(?:index\.html|icon\.svg|app\.png|licenses\.md)$/,
  /^dist\/renderer\/assets\/[\w-]+\.(?:js|css)$/,
];

const exec = promisify(execFile);
let repository: RepositoryManifest;

beforeAll(async () => {
  repository = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as RepositoryManifest;
});

describe('the npm package', () => {
  it('holds what it needs and nothing else: no dependency, no source, no map, no path of the computer that built it', async () => {
    const { folder } = await installed();
    const files = await filesBelow(folder);

    expect(files.filter(file => !WANTED.some(pattern => pattern.test(file)))).toEqual([]);
    for (const pattern of WANTED) expect(files.filter(file => pattern.test(file))).not.toEqual([]);
    for (const file of files.filter(name => /\.(?:m?js|css|html)$/.test(name))) {
      const text = await readFile(join(folder, file), 'utf8');
      expect(text.includes('sourceMappingURL='), file).toBe(false);
      expect(text.includes(ROOT), file).toBe(false);
    }
  });

  it('names what it is, needs Node only, and takes the keychain along where there is one, at the exact version', () => {
    const { name, version, engines, optionalDependencies } = repository;

    expect(npmManifest(repository)).toMatchObject({
      name,
      version,
      engines,
      bin: { gatehouse: 'bin/gatehouse.mjs' },
      optionalDependencies: { '@napi-rs/keyring': optionalDependencies['@napi-rs/keyring'] },
    });
    expect(optionalDependencies['@napi-rs/keyring']).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Object.keys(npmManifest(repository))).not.toContain('dependencies');
    expect(Object.keys(npmManifest(repository))).not.toContain('devDependencies');
    expect(Object.keys(npmManifest(repository))).not.toContain('scripts');
  });

  it('is the same file from the same sources', async () => {
    const [one, other] = [await packNpm(ROOT, await tempHome()), await packNpm(ROOT, await tempHome())];

    expect(await digest(one)).toBe(await digest(other));
  });

  it('installs into an empty folder, tells version and build, answers verified, and ends when told to', {
    timeout: 120_000,
  }, async () => {
    const { program } = await installed();
    const home = await tempHome();
    const env = { PATH: process.env['PATH'] ?? '', HOME: home, GATEHOUSE_HOME: home };

    const { stdout: version } = await exec(program, ['--version'], { env });
    expect(version).toMatch(
      new RegExp(`^${repository.version.replaceAll('.', String.raw`\.`)}\\+[0-9a-f]{12}(?:\\.changed)?\n$`),
    );

    const { stdout: licences } = await exec(program, ['licences'], { env });
    expect(licences).toMatch(/^ {2}react \S+ +MIT$/m);
    expect(licences).toMatch(/^ {2}fastify \S+ +MIT$/m);

    const host = spawn(program, ['run', '--sandbox', '--port', '0'], {
      env: { ...env, GATEHOUSE_DASHBOARD_OPEN: 'off', GATEHOUSE_READY_JSON: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(host, 'exit') as Promise<[code: number | null]>;
    onTestFinished(async () => {
      host.kill('SIGKILL');
      await ended;
    });
    const { endpoint, dashboardUrl } = await ready(host.stdout);
    expect((await fetch(dashboardUrl, { redirect: 'manual' })).status).toBeLessThan(400);
    const answer = await fetch(`${endpoint}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'sandbox/echo', messages: [{ role: 'user', content: 'hello' }] }),
    });
    expect(answer.headers.get('x-opengradient-verified')).toBe('true');
    expect(JSON.stringify(await answer.json())).toContain('hello');

    const { stdout: proof } = await exec(program, ['test', 'from the package'], { env });
    expect(proof).toContain('from the package');
    host.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
  });

  it('leaves nothing behind when npm removes it from where it installs for everybody', async () => {
    const place = await tempHome();
    const tarball = await packNpm(ROOT, join(place, 'packed'));
    const prefix = join(place, 'prefix');
    const env = {
      ...withoutNpmSettings(process.env),
      npm_config_prefix: prefix,
      npm_config_cache: join(place, 'cache'),
    };
    const npm = (...args: string[]) =>
      exec('npm', [...args, '--global', '--offline', '--no-audit', '--no-fund'], {
        cwd: place,
        timeout: LIMIT_MS,
        env,
      });
    await npm('install', '--omit=optional', tarball);
    const { stdout } = await exec(join(prefix, 'bin/gatehouse'), ['--version'], { env });
    expect(stdout).toContain(repository.version);

    await npm('uninstall', 'gatehouse');
    expect(await readdir(join(prefix, 'bin'))).toEqual([]);
    expect(await filesBelow(prefix)).toEqual([]);
  });

  it('says what it needs under an older Node instead of stumbling', async () => {
    const { folder } = await installed();
    const file = join(folder, 'bin/gatehouse.mjs');
    const older = (await readFile(file, 'utf8')).replace('process.versions.node.split', "'18.20.0'.split");
    await writeFile(file, older);
    await chmod(file, 0o755);

    await expect(exec(process.execPath, [file, '--version'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Gatehouse needs Node 20.19 or newer'),
    });
  });
});

describe('the build id', () => {
  it('is the commit, and what the environment says where there is no repository', async () => {
    const folder = await tempHome();

    expect(buildId(ROOT, {})).toMatch(/^[0-9a-f]{12}(?:\.changed)?$/);
    expect(buildId(folder, {})).toBeUndefined();
    expect(buildId(folder, { GATEHOUSE_BUILD: 'container.7' })).toBe('container.7');
    expect(() => buildId(folder, { GATEHOUSE_BUILD: 'a b' })).toThrow('letters, digits');
  });

  it("is never that of somebody else's repository around it", async () => {
    const folder = await tempHome();
    await exec('git', ['init', '--quiet', folder]);
    const inner = join(folder, 'gatehouse');
    await mkdir(inner);

    expect(buildId(inner, {})).toBeUndefined();
  });

  it('tells files that differ from the commit', async () => {
    const folder = await tempHome();
    const git = (...args: string[]) =>
      exec('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args]);
    await git('init', '--quiet');
    await writeFile(join(folder, 'a'), '1');
    await git('add', 'a');
    await git('commit', '--quiet', '-m', 'a');
    const clean = buildId(folder, {});
    await writeFile(join(folder, 'a'), '2');

    expect(clean).toMatch(/^[0-9a-f]{12}$/);
    expect(buildId(folder, {})).toBe(`${clean}.changed`);
  });
});

/** Packs, and installs the tarball as on a computer that reaches no registry. */
async function installed(): Promise<{ folder: string; program: string }> {
  const place = await tempHome();
  const tarball = await packNpm(ROOT, join(place, 'packed'));
  const target = join(place, 'installed');
  await mkdir(target);
  await writeFile(join(target, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--offline', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', tarball];
  await exec('npm', args, { cwd: target, timeout: LIMIT_MS, env: withoutNpmSettings(process.env) });
  return {
    folder: join(target, 'node_modules', 'gatehouse'),
    program: join(target, 'node_modules', '.bin', 'gatehouse'),
  };
}

async function ready(stdout: NodeJS.ReadableStream): Promise<{ endpoint: string; dashboardUrl: string }> {
  for await (const line of createInterface({ input: stdout })) {
    if (line.startsWith('ready '))
      return JSON.parse(line.slice('ready '.length)) as { endpoint: string; dashboardUrl: string };
  }
  throw new Error('It ended before it was ready.');
}

async function digest(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}
