import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeIcns, encodeIco, encodePng, ICNS_SIZES } from '../../../build/icons/image-files.ts';
import { iconFiles, TRAY_STATES } from '../../../build/icons/plan.ts';
import { ROOT } from '../../helpers/built.ts';
import { type DecodedPicture, decodeIco, decodePng } from '../../helpers/png.ts';

const TRAY_FILES = iconFiles(ICNS_SIZES).filter(file => file.path.includes('/tray/'));

function picturesOf(file: string): DecodedPicture[] {
  const content = readFileSync(path.join(ROOT, file));
  return file.endsWith('.ico') ? decodeIco(content) : [decodePng(content)];
}

/** Which pixels are there, without their colour. */
function shapeOf({ rgba }: DecodedPicture): number[] {
  return Array.from({ length: rgba.length / 4 }, (_, index) => rgba[index * 4 + 3]!);
}

describe('the tray icons', () => {
  it('are all there, each in the sizes of its plan', () => {
    for (const { path: file, drawings } of TRAY_FILES) {
      expect(picturesOf(file).map(({ width, height }) => [file, width, height])).toEqual(
        drawings.map(({ size }) => [file, size, size]),
      );
    }
  });

  it('tell every two states apart by a dozen pixels at least, without any colour', () => {
    for (const { path: file } of TRAY_FILES.filter(({ path: name }) => name.includes(`/${TRAY_STATES[0]}`))) {
      const states = TRAY_STATES.map(state => picturesOf(file.replace(`/${TRAY_STATES[0]}`, `/${state}`)));
      for (const [first, ones] of states.entries()) {
        for (const others of states.slice(first + 1)) {
          for (const [index, one] of ones.entries()) {
            const other = shapeOf(others[index]!);
            const different = shapeOf(one).filter((alpha, at) => Math.abs(alpha - other[at]!) > 127).length;
            expect(different, file).toBeGreaterThanOrEqual(12);
          }
        }
      }
    }
  });

  it('have straight edges on whole pixels in every size', () => {
    for (const { path: file } of TRAY_FILES.filter(({ path: name }) => name.includes('paused'))) {
      for (const picture of picturesOf(file)) {
        expect(new Set(shapeOf(picture)), `${file} ${picture.width}`).toEqual(new Set([0, 255]));
      }
    }
  });

  it('are dark on a light panel, light on a dark one and black where the system tints them', () => {
    const brightest = (file: string): number => Math.max(...picturesOf(file)[0]!.rgba.filter((_, at) => at % 4 === 0));
    const folder = 'build/icons/bundle/tray';
    expect(brightest(`${folder}/well-light-22.png`)).toBeLessThan(0x40);
    expect(brightest(`${folder}/well-dark-22.png`)).toBeGreaterThan(0xe0);
    expect(brightest(`${folder}/wellTemplate.png`)).toBe(0);
  });
});

describe('the icon files', () => {
  const dot = (size: number) => ({ width: size, height: size, rgba: new Uint8Array(size * size * 4).fill(200) });

  it('give back the pixels that they were made of', () => {
    const picture = { width: 2, height: 1, rgba: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]) };
    expect(decodePng(encodePng(picture))).toEqual({ ...picture, rgba: Buffer.from(picture.rgba) });
    expect(decodeIco(encodeIco([picture, dot(3)]))).toEqual([
      { ...picture, rgba: Buffer.from(picture.rgba) },
      { ...dot(3), rgba: Buffer.from(dot(3).rgba) },
    ]);
  });

  it('name their own length, and each part its own, in an Apple icon', () => {
    const file = encodeIcns(ICNS_SIZES.map(dot));
    expect(file.readUInt32BE(4)).toBe(file.length);
    const types: string[] = [];
    for (let offset = 8; offset < file.length; offset += file.readUInt32BE(offset + 4)) {
      types.push(file.toString('latin1', offset, offset + 4));
    }
    expect(types).toEqual(['icp4', 'icp5', 'ic11', 'ic12', 'ic07', 'ic13', 'ic08', 'ic14', 'ic09', 'ic10']);
    expect(() => encodeIcns([dot(16)])).toThrow('32 pixels');
  });
});
