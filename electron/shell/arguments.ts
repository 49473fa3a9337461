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

/** Reads the arguments after the program's own. Throws `usage` for unknown ones. */
export function readArguments(args: readonly string[]): ShellArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
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
