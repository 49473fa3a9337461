import { existsSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { KeptPictures } from '../../helpers/kept-pictures.ts';
import { encodePicture } from '../../helpers/picture-file.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { INK, paint, paintOver, WHITE } from './painted.ts';

const HERE = { system: 'linux', chromium: '156', fonts: 'abc' };
const page = paint(640, 400, WHITE);
const same = encodePicture(page);
const other = encodePicture(paintOver(page, { x: 100, y: 100, width: 40, height: 26 }, INK));
let folder: string;
let reports: string;

const open = (isUpdate: boolean, platform: typeof HERE | { system: string; chromium: string; fonts: null } = HERE) =>
  new KeptPictures({ folder, reports, platform, isUpdate });

beforeEach(async () => {
  const home = await tempHome();
  folder = join(home, 'pictures');
  reports = join(home, 'reports');
  await mkdir(folder);
});

describe('kept pictures', () => {
  it('are written only when they are kept anew, and never because one is missing', async () => {
    open(true).check('overview', same);
    expect((await readdir(folder)).sort()).toEqual(['overview.png', 'platform.json']);
    const kept = open(false);
    expect(kept.check('overview', same)).toBeUndefined();
    expect(kept.check('activity', same)?.problem).toBe('it is not kept');
    expect(existsSync(join(folder, 'activity.png'))).toBe(false);
  });

  it('say what differs, and leave what was drawn and the difference outside of their folder', async () => {
    open(true).check('overview', same);
    const kept = open(false);
    const difference = kept.check('overview', other);
    expect(kept.report('overview', other, difference!)).toBe('overview: 1040 of 256000 pixels differ');
    expect((await readdir(reports)).sort()).toEqual(['overview.actual.png', 'overview.diff.png']);
    expect(await readFile(join(folder, 'overview.png'))).toEqual(same);
  });

  it('are compared by size and layout on another platform, and say so', () => {
    open(true).check('overview', same);
    const elsewhere = open(false, { ...HERE, chromium: '157' });
    expect(elsewhere.manner).toBe('by size and layout only, because they were drawn on linux, Chromium 156, fonts abc');
    expect(elsewhere.check('overview', other)).toBeUndefined();
    expect(elsewhere.check('overview', encodePicture(paint(640, 400, INK)))?.problem).toContain('squares');
    expect(open(false).manner).toBe('pixel by pixel');
  });

  it('are not kept where others could not draw them again', () => {
    expect(() => open(true, { ...HERE, fonts: null })).toThrow('fonts-inter');
  });

  it('name those that nothing draws any more, and lose them when they are kept anew', async () => {
    open(true).check('overview', same);
    writeFileSync(join(folder, 'former.png'), same);
    expect(open(false).strangers(['overview'])).toEqual(['former.png']);
    expect(open(true).strangers(['overview'])).toEqual([]);
    expect((await readdir(folder)).sort()).toEqual(['overview.png', 'platform.json']);
  });
});
