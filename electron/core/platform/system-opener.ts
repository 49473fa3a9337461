import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from './atomic-file.ts';
import type { Clock } from './clock.ts';
import { errorMessage, GatehouseError } from './errors.ts';
import { systemProgram } from './system-program.ts';

/** Starts a program that outlives the call; resolves once it runs. Rejects when it cannot be started. */
export type Launch = (program: string, args: readonly string[]) => Promise<void>;

/** Options of {@link SystemOpener}. */
export interface SystemOpenerOptions {
  /** Folder for the redirect page; it must exist. */
  readonly home: string;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Default: a detached child process without a shell. */
  readonly launch?: Launch;
}

/** The page's name inside the home folder. */
const PAGE_NAME = 'open-dashboard.html';

/**
 * Shows a page in the person's own browser. The address carries a one-time token, and every user of the machine can
 * read every program's arguments; so the opener is given a page of mode 0600 that leads on, never the address itself.
 */
export class SystemOpener {
  readonly #page: string;
  readonly #clock: Clock;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #platform: NodeJS.Platform;
  readonly #launch: Launch;

  constructor({ home, clock, env, platform, launch = launchDetached }: SystemOpenerOptions) {
    this.#page = join(home, PAGE_NAME);
    this.#clock = clock;
    this.#env = env;
    this.#platform = platform;
    this.#launch = launch;
  }

  /** False on a machine without a screen, or when the person works on it from another one. */
  get canOpen(): boolean {
    if (this.#env['SSH_CONNECTION'] !== undefined && this.#env['DISPLAY'] === undefined) return false;
    if (this.#platform === 'win32' || this.#platform === 'darwin') return true;
    return Boolean(this.#env['DISPLAY'] ?? this.#env['WAYLAND_DISPLAY']);
  }

  /** Opens `url` (http or https on loopback). Throws `open_failed`; the error does not contain the address. */
  async open(url: string, signal: AbortSignal): Promise<void> {
    try {
      await writeFileAtomically(this.#page, redirectPage(url), { clock: this.#clock, signal });
      await this.#launch(...this.#command());
    } catch (error) {
      throw new GatehouseError('open_failed', `The browser could not be opened: ${errorMessage(error)}`, {
        remedy: 'Open the dashboard address from the banner by hand.',
        cause: error,
      });
    }
  }

  /** Removes the page that holds the address. */
  async forget(): Promise<void> {
    await rm(this.#page, { force: true });
  }

  #command(): [program: string, args: string[]] {
    if (this.#platform === 'darwin') return ['open', [this.#page]];
    if (this.#platform === 'win32') {
      return [systemProgram('rundll32.exe', this.#env), ['url.dll,FileProtocolHandler', this.#page]];
    }
    return ['xdg-open', [this.#page]];
  }
}

function redirectPage(url: string): string {
  // The address is quoted for both places it stands in; < would end the script.
  const quoted = JSON.stringify(new URL(url).href).replaceAll('<', '\\u003c');
  const attribute = new URL(url).href.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Gatehouse</title>
<script>location.replace(${quoted})</script></head>
<body><p><a href="${attribute}">Open the Gatehouse dashboard</a></p></body></html>
`;
}

function launchDetached(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore', windowsHide: true });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}
