import type { App } from 'electron';
import { mountedEntries } from './without-mount.ts';

/** What {@link relaunch} works with. */
export interface RelaunchOptions {
  readonly app: Pick<App, 'relaunch'>;
  /** The file of the AppImage that it runs from; undefined: from none. */
  readonly appImage: string | undefined;
  /** The program and the arguments that it was started with. */
  readonly argv: readonly string[];
  /** The environment of this process, which the next start inherits: there is no way to give it another one. */
  readonly env: Record<string, string | undefined>;
  /** Begins the end; false: it has begun already. */
  readonly quit: () => boolean;
}

/** Belongs to one start: what opens a page, or starts without one. */
const ONCE = /^(?:--hidden$|gatehouse:)/i;

/**
 * Ends the application in order and has it started again as soon as it has ended, in the same home and with a window: a
 * person asked for it in one. An AppImage runs from a folder that is gone by then, so its own file is started. Who quits,
 * or asks twice, gets no other start: the runtime would make one for each time that it is told.
 */
export function relaunch({ app, appImage, argv, env, quit }: RelaunchOptions): void {
  const [program = '', ...given] = argv;
  const args = given.filter(argument => !ONCE.test(argument));
  if (!quit()) return;
  if (appImage !== undefined) leaveMount(env);
  app.relaunch({ execPath: appImage ?? program, args });
}

function leaveMount(env: RelaunchOptions['env']): void {
  // APPDIR itself stays: what runs until the end may look for it, and the new start sets its own.
  for (const [name, value] of mountedEntries(env, env['APPDIR'] ?? '')) {
    if (name === 'APPDIR') continue;
    if (value === undefined) delete env[name];
    else env[name] = value;
  }
}
