import { parseArgs } from 'node:util';
import type { SettingsInput } from '../core/config/index.ts';
import { errorMessage, GatehouseError } from '../core/platform/index.ts';

/** What the desktop application takes on its command line; the same names as the `run` command has. */
export interface ShellArguments {
  readonly home: string | undefined;
  readonly config: string | undefined;
  /** Start in the tray, without a window: nobody asked for one at a login. */
  readonly hidden: boolean;
  /** Do nothing by itself, to look at what goes wrong. */
  readonly safeMode: boolean;
  readonly flags: NonNullable<SettingsInput['flags']>;
}

/**
 * Switches of Chromium, which stay among a program's arguments. An AppImage starts its program with the first one where
 * the system keeps user namespaces from it; the others are what people need for their screens, keyrings and drivers.
 * https://www.electronjs.org/docs/latest/api/command-line-switches
 */
const SWITCHES_OF_THE_RUNTIME = [
  ...[
    'no-sandbox',
    'disable-setuid-sandbox',
    'password-store',
    'lang',
    'force-device-scale-factor',
    'high-dpi-support',
  ],
  ...['ozone-platform', 'ozone-platform-hint', 'enable-wayland-ime', 'wayland-text-input-version', 'gtk-version'],
  ...['enable-features', 'disable-features', 'disable-gpu', 'disable-gpu-compositing', 'disable-gpu-sandbox'],
  ...['disable-dev-shm-usage', 'use-gl', 'use-angle', 'enable-logging', 'log-file', 'log-level', 'v', 'vmodule'],
];
const OF_THE_RUNTIME = new RegExp(`^--(?:${SWITCHES_OF_THE_RUNTIME.join('|')})(?:=|$)`);

/** Reads the arguments after the program's own; those of the runtime are passed over. Throws `usage` for unknown ones. */
export function readArguments(args: readonly string[]): ShellArguments {
  try {
    const { values } = parseArgs({
      args: args.filter(argument => !OF_THE_RUNTIME.test(argument)),
      options: {
        home: { type: 'string' },
        config: { type: 'string' },
        port: { type: 'string' },
        sandbox: { type: 'boolean' },
        hidden: { type: 'boolean', default: false },
        'safe-mode': { type: 'boolean', default: false },
      },
    });
    return {
      home: values.home,
      config: values.config,
      hidden: values.hidden,
      safeMode: values['safe-mode'],
      flags: new Map([
        ...(values.port === undefined ? [] : [['proxy.port', { text: values.port, source: '--port' }] as const]),
        ...(values.sandbox === true ? [['network', { text: 'sandbox', source: '--sandbox' }] as const] : []),
      ]),
    };
  } catch (cause) {
    throw new GatehouseError('usage', errorMessage(cause), {
      remedy: 'Known are --home DIR, --config FILE, --port N, --sandbox, --safe-mode and --hidden.',
      cause,
    });
  }
}
