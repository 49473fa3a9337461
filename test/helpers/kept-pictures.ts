import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareLayout, comparePixels, compareSize, type PictureDifference } from './picture-compare.ts';
import { encodePicture, type Picture, readPicture, reduceColours } from './picture-file.ts';
import { drawsAlike, type PicturePlatform } from './picture-platform.ts';

const PLATFORM_FILE = 'platform.json';
const SUFFIX = '.png';
/** At 200 % sentences go over several lines, and where each breaks depends on the letters. */
const NARROW = '-200';

/** Places and manner of a {@link KeptPictures}. */
export interface KeptPicturesOptions {
  /** The folder of the kept ones. */
  readonly folder: string;
  /** Where what differs is written, to be looked at. */
  readonly reports: string;
  /** Where it is drawn now. */
  readonly platform: PicturePlatform;
  /** Keeps what is drawn instead of comparing it. */
  readonly isUpdate: boolean;
}

/** A folder of pictures that drawn ones are compared with, and the platform that they were drawn on. */
export class KeptPictures {
  readonly #options: KeptPicturesOptions;
  readonly #isAlike: boolean;

  /** Throws when pictures would be kept that no other computer can draw again. */
  constructor(options: KeptPicturesOptions) {
    this.#options = options;
    const { folder, reports, platform, isUpdate } = options;
    if (isUpdate && platform.fonts === null) {
      throw new Error(
        'Pictures are kept where their fonts are: Debian, with the packages fonts-inter and fonts-dejavu-core.',
      );
    }
    rmSync(reports, { recursive: true, force: true });
    mkdirSync(reports, { recursive: true });
    if (isUpdate) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, PLATFORM_FILE), `${JSON.stringify(platform, null, 2)}\n`);
    }
    this.#isAlike = drawsAlike(this.#keptOn(), platform);
  }

  /** How a drawn PNG is compared, in words. */
  get manner(): string {
    if (this.#isAlike) return 'pixel by pixel';
    const { system, chromium, fonts } = this.#keptOn();
    return `by size and layout only, because they were drawn on ${system}, Chromium ${chromium}, fonts ${fonts?.slice(0, 8)}`;
  }

  /** Whether pictures are kept instead of compared. */
  get isUpdate(): boolean {
    return this.#options.isUpdate;
  }

  /** Compares a drawn PNG with the kept one of this name, or keeps it; undefined: nothing is wrong. */
  check(name: string, png: Buffer): PictureDifference | undefined {
    const drawn = reduceColours(readPicture(png));
    const { folder, isUpdate } = this.#options;
    const file = join(folder, `${name}${SUFFIX}`);
    if (isUpdate) {
      const isSame = existsSync(file) && comparePixels(readPicture(readFileSync(file)), drawn) === undefined;
      if (!isSame) writeFileSync(file, encodePicture(drawn));
      return undefined;
    }
    if (!existsSync(file)) return { problem: 'it is not kept', marked: null };
    const kept = readPicture(readFileSync(file));
    if (this.#isAlike) return comparePixels(kept, drawn);
    return name.endsWith(NARROW) ? compareSize(kept, drawn) : compareLayout(kept, drawn);
  }

  /** Writes what was drawn, and where it differs, to be looked at. Returns the problem with the name. */
  report(name: string, png: Buffer, { problem, marked }: PictureDifference): string {
    const drawn: Picture = reduceColours(readPicture(png));
    writeFileSync(join(this.#options.reports, `${name}.actual${SUFFIX}`), encodePicture(drawn));
    if (marked !== null) writeFileSync(join(this.#options.reports, `${name}.diff${SUFFIX}`), marked);
    return `${name}: ${problem}`;
  }

  /** Names in the folder that are not among `names`. They are removed when pictures are kept anew. */
  strangers(names: readonly string[]): string[] {
    const { folder, isUpdate } = this.#options;
    const expected = new Set([...names.map(name => `${name}${SUFFIX}`), PLATFORM_FILE, 'README.md']);
    const strangers = readdirSync(folder).filter(file => !expected.has(file));
    if (!isUpdate) return strangers;
    for (const file of strangers) rmSync(join(folder, file), { recursive: true });
    return [];
  }

  #keptOn(): PicturePlatform {
    const text = readFileSync(join(this.#options.folder, PLATFORM_FILE), 'utf8');
    return JSON.parse(text) as PicturePlatform;
  }
}
