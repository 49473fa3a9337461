import { readFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { packagerEnvironment } from '../../build/signing.mjs';
import { withSigning } from '../../build/signing-material.mjs';
import { updateFeed } from '../../build/update-feed.mjs';
import { writeDummyMacRuntime, writeDummyWindowsRuntime } from './dummy-foreign-runtime.ts';
import { zipDummyRuntime } from './dummy-runtime.ts';

/** A call of a tool that a stand-in took. */
export interface ToolCall {
  readonly tool: string;
  readonly args: readonly string[];
  /** The command that it read as a line: `security -i`. */
  readonly typed?: readonly string[];
  /** Variables with certificates and passwords that it could see. */
  readonly secrets: readonly string[];
  /** Digest of all files of the application at that moment, where it signed the whole of it. */
  readonly tree?: string;
}

/** The application packaged for a system that this is not, with stand-ins for that system's signing tools. */
export interface SignedAbroad {
  readonly system: 'darwin-arm64' | 'win32-x64';
  /** On macOS the application, on Windows the folder of its program. */
  readonly application: string;
  readonly calls: readonly ToolCall[];
  /** What was handed to Electron Forge of the certificate, by variable. */
  readonly material: Readonly<Record<string, string>>;
}

/** Secrets that may be in no line that anything prints. */
export const SIGNING_PASSWORD = String.raw`correct "horse" battery\staple 'x' $HOME`;
const STAND_INS = join(import.meta.dirname, 'stand-ins');
const TOOLS = ['codesign', 'security', 'xcrun', 'ditto', 'signtool', 'powershell.exe'];

/** Runs Electron Forge with arguments and variables, in the repository. */
export type RunForge = (args: readonly string[], env: Readonly<Record<string, string>>) => Promise<void>;

/**
 * Packages and signs as `npm run installers` does, on this system for another one. On a Mac both architectures would be
 * merged; the tool for that runs nowhere else.
 */
export async function signAbroad(
  system: SignedAbroad['system'],
  { work, electron, runForge }: { readonly work: string; readonly electron: string; readonly runForge: RunForge },
): Promise<SignedAbroad> {
  const folder = join(work, `signed-${system}`);
  const calls = join(folder, 'calls.jsonl');
  const bin = join(folder, 'bin');
  await mkdir(folder, { recursive: true });
  await writeFile(calls, '');
  await writeStandIns(bin);
  const [platform = '', arch = ''] = system.split('-');
  const runtime = join(folder, 'runtime');
  await (platform === 'darwin' ? writeDummyMacRuntime : writeDummyWindowsRuntime)(runtime, electron);
  const zips = await zipDummyRuntime(runtime, join(folder, 'zip'), electron, system);

  const given = await environment(folder, platform);
  const env = { ...given, STAND_IN_CALLS: calls, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
  const feed = join(folder, 'app-update.yml');
  await writeFile(feed, updateFeed({ ...given, GITHUB_REPOSITORY: 'someone/gatehouse' }) ?? '');
  const material = await withSigning(platform as NodeJS.Platform, env, new AbortController().signal, async made => {
    await runForge(['package', '--platform', platform, '--arch', arch], {
      ...packagerEnvironment(platform as NodeJS.Platform, env, made),
      GATEHOUSE_UPDATE_FEED: feed,
      GATEHOUSE_ELECTRON_ZIP_DIR: zips,
      GATEHOUSE_PACKAGE_OUT: join(folder, 'out'),
      WINDOWS_SIGNTOOL_PATH: join(bin, 'signtool'),
      ...(platform === 'darwin' ? { NODE_OPTIONS: `--import ${join(STAND_INS, 'macos-release.mjs')}` } : {}),
    });
    return made;
  });
  const packaged = join(folder, 'out', `Gatehouse-${system}`);
  return {
    system,
    application: platform === 'darwin' ? join(packaged, 'Gatehouse.app') : packaged,
    material: material.env,
    calls: readFileSync(calls, 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as ToolCall),
  };
}

/** Programs with the names of the signing tools, which note in the file `STAND_IN_CALLS` how they were called. */
export async function writeStandIns(bin: string): Promise<void> {
  await mkdir(bin, { recursive: true });
  for (const name of TOOLS) {
    const file = join(bin, name);
    await writeFile(file, `#!/bin/sh\nexec "${process.execPath}" "${join(STAND_INS, 'tool.mjs')}" ${name} "$@"\n`);
    await chmod(file, 0o755);
  }
}

/** What a workflow gives, with a certificate that is none. */
async function environment(folder: string, platform: string): Promise<Record<string, string>> {
  const certificate = join(folder, 'certificate.p12');
  await writeFile(certificate, 'stands for a certificate');
  if (platform === 'win32') {
    return { WIN_CSC_LINK: certificate, WIN_CSC_KEY_PASSWORD: SIGNING_PASSWORD, WIN_PUBLISHER_NAME: 'Some One' };
  }
  const key = join(folder, 'notarization.p8');
  await writeFile(key, 'stands for a key');
  return {
    CSC_LINK: Buffer.from('stands for a certificate '.repeat(4)).toString('base64'),
    CSC_KEY_PASSWORD: SIGNING_PASSWORD,
    APPLE_API_KEY: key,
    APPLE_API_KEY_ID: 'KEY1234567',
    APPLE_API_ISSUER: '00000000-0000-4000-8000-000000000000',
  };
}
