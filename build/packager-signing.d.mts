import type { ForgePackagerOptions } from '@electron-forge/shared-types';

export declare function packagerSigning(
  target: string,
  env: Readonly<Record<string, string | undefined>>,
  host?: NodeJS.Platform,
): Pick<ForgePackagerOptions, 'osxSign' | 'osxNotarize' | 'windowsSign'>;
