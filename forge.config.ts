import { spawnSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { FuseV1Options, FuseVersion } from '@electron/fuses';
import { FusesPlugin } from '@electron-forge/plugin-fuses';
import { VitePlugin } from '@electron-forge/plugin-vite';
import type { ForgeConfig } from '@electron-forge/shared-types';

const ROOT = import.meta.dirname;

/** Development (`electron-forge start`) and the packaged folder; installers are electron-builder's. */
const config: ForgeConfig = {
  packagerConfig: {
    name: 'Gatehouse',
    executableName: 'gatehouse',
    appBundleId: 'app.gatehouse.desktop',
    icon: path.join(ROOT, 'build/icons/app'),
    asar: true,
    ...(process.env['GATEHOUSE_ELECTRON_ZIP_DIR'] === undefined
      ? {}
      : { electronZipDir: process.env['GATEHOUSE_ELECTRON_ZIP_DIR'] }),
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
      [FuseV1Options.RunAsNode]: false,
      [FuseV1Options.EnableCookieEncryption]: true,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: false,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
      [FuseV1Options.OnlyLoadAppFromAsar]: true,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    }),
  ],
  hooks: {
    generateAssets: async () => {
      const build = spawnSync(process.execPath, [path.join(ROOT, 'build/build.mjs'), 'renderer'], { stdio: 'inherit' });
      if (build.status !== 0) throw new Error('The page could not be built.');
    },
    packageAfterCopy: async (_config, buildPath) => {
      await cp(path.join(ROOT, 'dist/renderer'), path.join(buildPath, 'dist/renderer'), { recursive: true });
    },
  },
};

export default config;
