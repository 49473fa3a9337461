import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

/** Chromium without a browser around it: a page in it takes a third of the processor's time, and looks and acts alike. */
const SHELL_NAMES = ['chromium-headless-shell', 'chrome-headless-shell'];
const DEBIAN_SHELL = 'chromium-headless-shell';
/** Names and places of Chromium and Chrome; the first that is there is taken. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];
const PLACES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(name =>
    ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].map(file =>
      path.join(process.env[name] ?? 'C:\\', file),
    ),
  ),
};

/** How long an act or a wait of a page test may take, however busy the machine is. It ends as soon as it is done. */
const LIMIT_MS = 90_000;

/** As root there is no user namespace to sandbox in; and a test's browser asks nobody for anything. */
const FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface BrowserOptions {
  readonly flags?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** As a person has it, for what the browser around the page decides. Default: its shell, where there is one. */
  readonly isWhole?: boolean;
}

/** Starts a real Chromium, with more flags and environment if wanted. The caller closes it. Throws when none can be had. */
export async function launchBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const { flags = [], environment = {}, isWhole = false } = options;
  const env = { ...process.env, ...environment };
  const args = [...FLAGS, ...flags];
  const executablePath = (isWhole ? undefined : findShell()) ?? ensureBrowser();
  const browser = await chromium.launch({ executablePath, args, env, timeout: LIMIT_MS });
  browser.on('context', context => context.setDefaultTimeout(LIMIT_MS));
  return browser;
}

/** Starts one that keeps what a person's would in `profileFolder`. The caller closes it. */
export async function launchProfile(profileFolder: string): Promise<BrowserContext> {
  const options = { executablePath: ensureBrowser(), args: FLAGS, timeout: LIMIT_MS };
  const context = await chromium.launchPersistentContext(profileFolder, options);
  context.setDefaultTimeout(LIMIT_MS);
  return context;
}

/** The path of a Chromium or Chrome; installs one if there is none, which may take minutes. Throws when none can be had. */
export function ensureBrowser(): string {
  return findBrowser() ?? installBrowser();
}

/**
 * Installs the shell of the very Chromium that is here, where that can be done without asking anybody: another version
 * would replace that one. Without it the whole browser is used.
 */
export function ensureShell(): void {
  if (findShell() !== undefined) return;
  const { stdout } = spawnSync('dpkg-query', ['--show', '--showformat=${Version}', 'chromium'], { encoding: 'utf8' });
  if (typeof stdout === 'string' && stdout !== '') ensurePackages([`${DEBIAN_SHELL}=${stdout.trim()}`]);
}

/** The path of a Chromium or Chrome on this machine. */
function findBrowser(): string | undefined {
  const places = PLACES[process.platform] ?? [];
  return [...inPath(NAMES), ...places, chromium.executablePath()].find(isExecutable);
}

/** The path of its shell on this machine. */
function findShell(): string | undefined {
  return inPath(SHELL_NAMES).find(isExecutable);
}

function inPath(names: readonly string[]): string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.flatMap(folder =>
    names.map(name => path.join(folder, process.platform === 'win32' ? `${name}.exe` : name)),
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Debian's package when root, otherwise Playwright's own download. */
function installBrowser(): string {
  ensurePackages(['chromium', 'fonts-dejavu-core']);
  const installed = findBrowser();
  if (installed !== undefined) return installed;
  run('npx', ['--no-install', 'playwright-core', 'install', 'chromium']);
  const downloaded = findBrowser();
  if (downloaded !== undefined) return downloaded;
  throw new Error(
    'The page tests need Chromium or Chrome: none was found, and none could be installed. Install one and run them again.',
  );
}

/** Installs Debian packages where this process may; elsewhere nothing happens. */
export function ensurePackages(packages: readonly string[]): void {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return;
  run('apt-get', ['update', '-q']);
  run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages]);
}

function run(command: string, args: readonly string[]): void {
  spawnSync(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    shell: process.platform === 'win32',
  });
}
