import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLicences } from '../../../../electron/core/app/index.ts';
import { licencePlaces } from '../../../../electron/shell/licence-places.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

const never = new AbortController().signal;
const CORE = `# Licenses

The app bundles dependencies which contain the following licenses:

## zod - 4.6.7 (MIT)

MIT License

## Not a package

Permission is hereby granted

## @redis/client - 6.3.1 (MIT)
`;
const PAGE = '# Licenses\n\n## zod - 4.6.7 (MIT)\n\nMIT License\n\n## react - 19.3.1 (MIT OR Apache-2.0)\n\nText\n';

describe('the licences of what is bundled', () => {
  it('are those of all bundles, each package once and in order, with their texts', async () => {
    const folder = await tempHome();
    const files = [join(folder, 'core.md'), join(folder, 'page.md')] as const;
    await writeFile(files[0], CORE);
    await writeFile(files[1], PAGE);

    const { packages, runtimeFile } = await readLicences({ files, runtimeFile: '/opt/LICENSES.chromium.html' }, never);

    expect(packages.map(({ name, version, licence }) => `${name} ${version} ${licence}`)).toEqual([
      '@redis/client 6.3.1 MIT',
      'react 19.3.1 MIT OR Apache-2.0',
      'zod 4.6.7 MIT',
    ]);
    expect(packages[0]?.text).toBe('');
    expect(packages[1]?.text).toBe('Text');
    expect(runtimeFile).toBe('/opt/LICENSES.chromium.html');
  });

  it('that are not there are told with what to do', async () => {
    const files = [join(await tempHome(), 'licenses.md')];

    await expect(readLicences({ files, runtimeFile: null }, never)).rejects.toMatchObject({
      code: 'licences_unreadable',
      remedy: expect.stringContaining('Install Gatehouse again'),
    });
  });
});

describe('the licences of the runtime', () => {
  it('are looked for beside the program, on macOS inside of the application, and nothing is promised otherwise', async () => {
    const folder = await tempHome();
    const resourcesFolder = join(folder, 'resources');
    const places = (platform: NodeJS.Platform) =>
      licencePlaces({ appFolder: join(resourcesFolder, 'app.asar'), resourcesFolder, platform }).runtimeFile;

    expect(places('linux')).toBeNull();
    await writeFile(join(folder, 'LICENSES.chromium.html'), '');
    expect(places('linux')).toBe(join(folder, 'LICENSES.chromium.html'));
    expect(places('darwin')).toBeNull();
  });
});
