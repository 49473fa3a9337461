import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { describe, expect, inject, it } from 'vitest';
import { FUSES } from '../../build/fuses.ts';
import { readLicences } from '../../electron/core/app/index.ts';
import { licencePlaces } from '../../electron/shell/licence-places.ts';
import type { Packaged } from './pack-once.ts';

const BUDGET_BYTES = 3 * 1024 * 1024;
/** All that the application needs beside Electron. */
const WANTED = [
  /^package\.json$/,
  /^\.vite\/build\/(?:main|preload)\.cjs$/,
  /^\.vite\/build\/licenses\.md$/,
  /^\.vite\/build\/tray\/[a-z-]+(?:(?:-dark|-light)(?:-\d+\.png|\.ico)|Template(?:@2x)?\.png)$/,
  /^dist\/renderer\/[a-z-]+\.html$/,
  /^dist\/renderer\/(?:icon\.svg|app\.png|licenses\.md)$/,
  /^dist\/renderer\/assets\/[\w-]+\.(?:js|css)$/,
];
const packaged = inject('packaged');

describe.each(packaged)('the application as packaged by $by', ({ folder, content }) => {
  const files = filesBelow(content);

  it('holds what it needs and nothing else', () => {
    expect(files.filter(file => !WANTED.some(pattern => pattern.test(file)))).toEqual([]);
    for (const pattern of WANTED)
      expect(
        files.some(file => pattern.test(file)),
        String(pattern),
      ).toBe(true);
  });

  it('tells no sources: no map, no reference to one, no path of the computer that built it', () => {
    const texts = files.filter(file => /\.(?:c?js|css|html)$/.test(file));
    for (const file of texts) {
      const text = readFileSync(join(content, file), 'utf8');
      expect(text.includes('sourceMappingURL'), file).toBe(false);
      expect(text.includes(process.cwd()), file).toBe(false);
    }
  });

  it('starts where its manifest says, and tells the version', () => {
    const manifest = JSON.parse(readFileSync(join(content, 'package.json'), 'utf8')) as Record<string, unknown>;
    const own = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, unknown>;

    expect(manifest['version']).toBe(own['version']);
    expect(files).toContain(manifest['main']);
    expect(manifest).not.toHaveProperty('scripts');
    expect(manifest).not.toHaveProperty('devDependencies');
  });

  it('tells the licence of each part that somebody else made', async () => {
    const places = { appFolder: content, resourcesFolder: join(folder, 'resources'), platform: 'linux' } as const;
    const { packages, runtimeFile } = await readLicences(licencePlaces(places), new AbortController().signal);

    for (const name of ['react', 'zod', 'fastify', 'viem', 'electron-updater'])
      expect(packages.find(entry => entry.name === name)?.licence, name).toBe('MIT');
    expect(packages.filter(({ licence }) => licence === '' || licence === 'UNLICENSED')).toEqual([]);
    expect(runtimeFile).toBe(join(folder, 'LICENSES.chromium.html'));
    expect(readFileSync(join(folder, 'resources/LICENSE'), 'utf8')).toBe(readFileSync('LICENSE', 'utf8'));
  });

  it('has the fuses that the configuration names', async () => {
    const wire = await getCurrentFuseWire(join(folder, 'gatehouse'));
    const expected = Object.entries(FUSES).map(([name, isOn]) => {
      const option = `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}` as keyof typeof FuseV1Options;
      return [String(FuseV1Options[option]), isOn ? FuseState.ENABLE : FuseState.DISABLE];
    });

    expect(wire).toMatchObject(Object.fromEntries(expected));
  });

  it('keeps its own code below 3 MB compressed', () => {
    const bytes = files
      .filter(file => statSync(join(content, file)).isFile())
      .reduce((sum, file) => sum + gzipSync(readFileSync(join(content, file))).length, 0);

    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(BUDGET_BYTES);
  });
});

it('is the same from both packagers', () => {
  const [forge, builder] = packaged as readonly [Packaged, Packaged];

  expect(filesBelow(builder.content)).toEqual(filesBelow(forge.content));
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}
