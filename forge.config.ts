import { spawnSync } from 'node:child_process';
import { chmod, cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FuseV1Options, FuseVersion } from '@electron/fuses';
import { FusesPlugin } from '@electron-forge/plugin-fuses';
import { VitePlugin } from '@electron-forge/plugin-vite';
import type { ForgeConfig } from '@electron-forge/shared-types';
import { FUSES } from './build/fuses.ts';
import { packagerSigning } from './build/packager-signing.mjs';

const ROOT = import.meta.dirname;
const RUNTIME_LICENCES = 'LICENSES.chromium.html';
const {
  GATEHOUSE_ELECTRON_ZIP_DIR: ELECTRON_ZIP_DIR,
  GATEHOUSE_PACKAGE_OUT: OUT,
  GATEHOUSE_UPDATE_FEED: UPDATE_FEED,
} = process.env;

/** Development (`electron-forge start`) and the packaged folder; installers are electron-builder's. */
const config: ForgeConfig = {
  outDir: OUT ?? path.join(ROOT, 'out'),
  packagerConfig: {
    name: 'Gatehouse',
    executableName: 'gatehouse',
    appBundleId: 'app.gatehouse.desktop',
    icon: path.join(ROOT, 'build/icons/app'),
    asar: true,
    appCopyright: 'Copyright © 2026 the Gatehouse contributors',
    appCategoryType: 'public.app-category.developer-tools',
    darwinDarkModeSupport: true,
    extendInfo: {
      // A tray application: the dock's icon stands there only while the window is open.
      LSUIElement: true,
      LSMinimumSystemVersion: '13.0',
    },
    // macOS learns of the links from the bundle; Windows is told by the application, Linux by the packages.
    protocols: [{ name: 'Gatehouse', schemes: ['gatehouse'] }],
    // A folder with Electron's archive, for machines that cannot download it.
    ...(ELECTRON_ZIP_DIR === undefined ? {} : { electronZipDir: ELECTRON_ZIP_DIR }),
    // Where updates come from: it has to lie there before anything is signed.
    ...(UPDATE_FEED === undefined ? {} : { extraResource: [UPDATE_FEED] }),
  },
  plugins: [
    new VitePlugin({
      build: [
        { entry: 'electron/main.ts', config: 'build/vite/main.config.ts', target: 'main' },
        { entry: 'electron/preload.ts', config: 'build/vite/preload.config.ts', target: 'preload' },
      ],
      // The page is built by the hooks below: a development server would need scripts from another origin and inline
      // code, which the page's CSP refuses, and development would differ from what is shipped.
      renderer: [],
    }),
    new FusesPlugin({
      version: FuseVersion.V1,
      // The packager signs when all is in its place. A signature in between would stand in one half of a universal
      // application only, and what is not alike in both cannot be merged.
      resetAdHocDarwinSignature: false,
      [FuseV1Options.RunAsNode]: FUSES.runAsNode,
      [FuseV1Options.EnableCookieEncryption]: FUSES.enableCookieEncryption,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FUSES.enableNodeOptionsEnvironmentVariable,
      [FuseV1Options.EnableNodeCliInspectArguments]: FUSES.enableNodeCliInspectArguments,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FUSES.enableEmbeddedAsarIntegrityValidation,
      [FuseV1Options.OnlyLoadAppFromAsar]: FUSES.onlyLoadAppFromAsar,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: FUSES.grantFileProtocolExtraPrivileges,
    }),
  ],
  hooks: hooks(),
};

/** What Electron Forge runs in between, for one packaging. */
function hooks(): NonNullable<ForgeConfig['hooks']> {
  // Both halves of a universal application take the same copy: files that differ could not be merged.
  let runtimeLicences: Promise<Buffer> | undefined;
  return {
    generateAssets: async () => {
      const build = spawnSync(process.execPath, [path.join(ROOT, 'build/build.mjs'), 'renderer'], { stdio: 'inherit' });
      if (build.status !== 0) throw new Error('The page could not be built.');
    },
    prePackage: async ({ packagerConfig }, platform) => {
      Object.assign(packagerConfig, packagerSigning(platform, process.env));
      // On a Mac the program's name is what people read in its menu and in the list of processes.
      if (platform === 'darwin') packagerConfig.executableName = 'Gatehouse';
    },
    packageAfterCopy: async (_config, buildPath, _version, platform) => {
      await cp(path.join(ROOT, 'dist/renderer'), path.join(buildPath, 'dist/renderer'), { recursive: true });
      // Maps hold the sources. They stay with us; a stack from a person's log is read with them.
      await rm(path.join(buildPath, '.vite/build/main.cjs.map'), { force: true });
      await cp(path.join(ROOT, 'LICENSE'), path.join(path.dirname(buildPath), 'LICENSE'));
      if (platform === 'darwin') {
        runtimeLicences ??= readRuntimeLicences(buildPath);
        await writeFile(path.join(path.dirname(buildPath), RUNTIME_LICENCES), await runtimeLicences);
      }
      await writeFile(path.join(buildPath, 'package.json'), JSON.stringify(await shippedManifest(), null, 2));
    },
    // The packager leaves its temporary folder, which is its owner's alone. Packages of Linux install it with that mode:
    // nobody but root could start the program.
    postPackage: async (_config, { outputPaths }) => {
      for (const folder of outputPaths) await chmod(folder, 0o755);
    },
  };
}

/** Only what is inside of the application is installed on macOS, and Electron delivers its licences beside it. */
function readRuntimeLicences(buildPath: string): Promise<Buffer> {
  return readFile(path.resolve(path.dirname(buildPath), '../../..', RUNTIME_LICENCES));
}

/** What the packaged application says of itself; nothing of how it is developed. */
async function shippedManifest(): Promise<Record<string, unknown>> {
  const { name, productName, desktopName, version, description, license, main } = JSON.parse(
    await readFile(path.join(ROOT, 'package.json'), 'utf8'),
  ) as Record<string, unknown>;
  return { name, productName, desktopName, version, description, license, main };
}

export default config;
