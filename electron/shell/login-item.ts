import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { App } from 'electron';

/** Whether the application starts when the person logs in. */
export interface LoginItem {
  isOn(): Promise<boolean>;
  /** Throws the system's error. */
  set(isOn: boolean): Promise<void>;
}

/** Options of {@link createLoginItem}. */
export interface LoginItemOptions {
  readonly app: Pick<App, 'getLoginItemSettings' | 'setLoginItemSettings'>;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userFolder: string;
  /** The file of the AppImage that it runs from; undefined: from none. */
  readonly appImage: string | undefined;
  /** The program, and what it is told: at a login nobody asked for a window. */
  readonly program: string;
  readonly args: readonly string[];
}

/** The system's own list on macOS and Windows, an autostart entry of the XDG specification elsewhere. */
export function createLoginItem(options: LoginItemOptions): LoginItem {
  return options.platform === 'darwin' || options.platform === 'win32' ? systemItem(options) : autostartItem(options);
}

function systemItem({ app, program, args }: LoginItemOptions): LoginItem {
  // Windows compares them: another path or other arguments are another entry.
  const entry = { path: program, args: args.map(windowsArgument) };
  return {
    isOn: async () => app.getLoginItemSettings(entry).openAtLogin,
    set: async isOn => app.setLoginItemSettings({ openAtLogin: isOn, ...entry }),
  };
}

function autostartItem({ env, userFolder, appImage, program, args }: LoginItemOptions): LoginItem {
  const configured = env['XDG_CONFIG_HOME'];
  const base = configured !== undefined && path.isAbsolute(configured) ? configured : path.join(userFolder, '.config');
  const file = path.join(base, 'autostart', 'gatehouse.desktop');
  // An AppImage runs from a folder that is gone after it ends; its own file stays.
  const command = [appImage ?? program, ...args].map(desktopArgument).join(' ');
  return {
    isOn: async () => {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      // What desktops write when somebody turns it off in their own settings.
      return text !== undefined && !/^(?:Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(text);
    },
    set: async isOn => {
      if (!isOn) {
        await rm(file, { force: true });
        return;
      }
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, desktopEntry(command));
    },
  };
}

function desktopEntry(command: string): string {
  return `${[
    '[Desktop Entry]',
    'Type=Application',
    'Name=Gatehouse',
    'Comment=Keeps the gateway, private inference and subscriptions open',
    `Exec=${command}`,
    'Icon=gatehouse',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
  ].join('\n')}\n`;
}

/** Quoting of the Desktop Entry Specification, "The Exec key"; the value's own escapes come on top, and % is doubled. */
function desktopArgument(argument: string): string {
  const quoted = /^[\w@+=:,./-]+$/.test(argument) ? argument : `"${argument.replaceAll(/["`$\\]/g, String.raw`\$&`)}"`;
  return quoted.replaceAll('\\', '\\\\').replaceAll('%', '%%');
}

/** Electron hands the arguments to the registry as they are. */
function windowsArgument(argument: string): string {
  return /[\s"]/.test(argument) ? `"${argument.replaceAll('"', String.raw`\"`)}"` : argument;
}
