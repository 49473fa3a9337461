import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { ensurePackages, launchBrowser } from './browser.ts';

/** On what pictures were drawn: two that are alike draw every pixel alike. */
export interface PicturePlatform {
  readonly system: string;
  /** Major version of Chromium. */
  readonly chromium: string;
  /** Digest of the font files; null where they are missing and the system's own are drawn. */
  readonly fonts: string | null;
}

const FONT_CONFIGURATION = fileURLToPath(new URL('./picture-fonts.conf', import.meta.url));
const FOLDER = '/usr/share/fonts';
/** Those that `picture-fonts.conf` leads to. Inter stands for the system's face, as in the drafts of the design. */
const FONT_FILES = [
  ...['Regular', 'Medium', 'SemiBold', 'Bold'].map(weight => `opentype/inter/Inter-${weight}.otf`),
  'truetype/dejavu/DejaVuSans.ttf',
  'truetype/dejavu/DejaVuSansMono.ttf',
].map(file => join(FOLDER, file));
/** Letters in shades of one colour at the very place where they belong: on every screen alike. */
const FLAGS = ['--disable-lcd-text', '--font-render-hinting=none', '--force-color-profile=srgb'];
const FONT_PACKAGES = ['fonts-inter', 'fonts-dejavu-core'];

/** Installs the fonts of the pictures where that can be done without asking anybody. */
export function ensurePictureFonts(): void {
  if (!haveFonts()) ensurePackages(FONT_PACKAGES);
}

/** Starts a browser that draws with the fonts of the pictures, as far as they are here. The caller closes it. */
export async function launchPictureBrowser(): Promise<Browser> {
  return launchBrowser({
    flags: FLAGS,
    ...(haveFonts() ? { environment: { FONTCONFIG_FILE: FONT_CONFIGURATION } } : {}),
  });
}

/** Where `browser` draws. */
export function picturePlatform(browser: Browser): PicturePlatform {
  return {
    system: process.platform,
    chromium: browser.version().split('.')[0] ?? '',
    fonts: haveFonts() ? fontsDigest() : null,
  };
}

/** Whether pictures of both can be compared pixel by pixel. */
export function drawsAlike(one: PicturePlatform, other: PicturePlatform): boolean {
  return one.system === other.system && one.chromium === other.chromium && one.fonts === other.fonts;
}

function haveFonts(): boolean {
  return process.platform === 'linux' && FONT_FILES.every(file => existsSync(file));
}

function fontsDigest(): string {
  const hash = createHash('sha256');
  for (const file of FONT_FILES) hash.update(readFileSync(file));
  return hash.digest('hex');
}
