import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FUSES } from '../../build/fuses.ts';

const builder = readFileSync('build/electron-builder.yml', 'utf8');

describe('the configuration of the installers', () => {
  it('names only files that exist', () => {
    const icons = [...builder.matchAll(/icon: (\S+)/g)].map(([, name = '']) => `build/icons/${name}`);
    const others = [...builder.matchAll(/: (build\/\S+\.\w+)$/gm)].map(([, name = '']) => name);

    expect(icons).toHaveLength(3);
    expect(others.length).toBeGreaterThan(2);
    expect([...icons, ...others].filter(name => !existsSync(name))).toEqual([]);
  });

  it.each(['forge.config.ts', 'build/packager-signing.mjs'])('names only files that exist in %s as well', file => {
    const text = readFileSync(file, 'utf8');
    const below = file.startsWith('build/') ? 'build/' : '';
    const names = [...text.matchAll(/'((?:(?:build|electron)\/|(?:\.\/)?build\/|entitlements)[\w./-]+)'/g)].map(
      ([, name = '']) => (name.startsWith('entitlements') ? `${below}${name}` : name),
    );
    // One name stands for the icons of all systems.
    const files = names.flatMap(name =>
      name.endsWith('icons/app') ? ['.icns', '.ico', '.png'].map(ext => name + ext) : [name],
    );

    expect(files.length).toBeGreaterThan(0);
    expect(files.filter(name => !existsSync(name))).toEqual([]);
  });

  it('sets the same fuses as Electron Forge', () => {
    for (const [name, isOn] of Object.entries(FUSES)) expect(builder).toContain(`  ${name}: ${isOn}\n`);
  });

  it('packages the Electron that the types are of', () => {
    const { version } = JSON.parse(readFileSync('node_modules/electron/package.json', 'utf8')) as { version: string };

    expect(builder).toContain(`electronVersion: ${version}\n`);
  });

  it('registers the application under the name that it calls itself', () => {
    const appId = /^appId: (\S+)$/m.exec(builder)?.[1];

    expect(readFileSync('electron/main.ts', 'utf8')).toContain(`'${appId}'`);
    expect(readFileSync('forge.config.ts', 'utf8')).toContain(`'${appId}'`);
    expect(readFileSync('build/installer.nsh', 'utf8')).toContain(`\\Run" "${appId}"`);
  });
});
