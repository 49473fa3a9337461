import type { NativeTheme, Screen } from 'electron';
import type { StatusSnapshot } from '../../contract/index.ts';
import { errorMessage, type Logger } from '../../core/platform/index.ts';
import type { LoginItem } from '../login-item.ts';
import { trayIconFile } from './icon-file.ts';
import { trayModel } from './model.ts';
import type { Platform } from './text-shapes.ts';
import { trayTexts } from './texts.ts';
import { TrayHost, type TrayHostOptions } from './tray-host.ts';

/** What {@link startTray} connects. */
export interface StartTrayOptions
  extends Pick<
    TrayHostOptions,
    'Tray' | 'Menu' | 'nativeImage' | 'iconFolder' | 'onAction' | 'onClick' | 'onDoubleClick'
  > {
  /** The locale of its words, asked each time it is written. */
  readonly language: () => string;
  readonly nativeTheme: Pick<
    NativeTheme,
    'shouldUseDarkColors' | 'shouldUseDarkColorsForSystemIntegratedUI' | 'on' | 'off'
  >;
  readonly screen: Pick<Screen, 'getAllDisplays' | 'on' | 'off'>;
  readonly platform: NodeJS.Platform;
  /** XDG_CURRENT_DESKTOP. */
  readonly desktop: string | undefined;
  readonly source: {
    snapshot(): StatusSnapshot;
    subscribe(listener: (snapshot: StatusSnapshot) => void): () => void;
  };
  readonly isWindowVisible: () => boolean;
  readonly loginItem: Pick<LoginItem, 'isOn'>;
  readonly logger: Pick<Logger, 'warn'>;
}

/** A tray that follows the status. */
export interface RunningTray {
  /** The window was shown or hidden, or the start at login or the language was changed. */
  refresh(): void;
  stop(): void;
}

/** Puts the tray on the panel. Throws what Electron throws where there is none. */
export function startTray(options: StartTrayOptions): RunningTray {
  const { language, nativeTheme, screen, source, isWindowVisible, loginItem, logger } = options;
  const platform = platformOf(options.platform);
  let startsAtLogin: boolean | null = null;
  const model = () =>
    trayModel(source.snapshot(), {
      platform,
      texts: trayTexts(language()),
      isWindowVisible: isWindowVisible(),
      startsAtLogin,
    });
  const tray = new TrayHost(
    {
      ...options,
      platform,
      iconFile: state =>
        trayIconFile(state, {
          platform,
          desktop: options.desktop,
          // The taskbar's theme may differ from that of the windows.
          isDark:
            platform === 'win32'
              ? nativeTheme.shouldUseDarkColorsForSystemIntegratedUI
              : nativeTheme.shouldUseDarkColors,
          scaleFactor: Math.max(1, ...screen.getAllDisplays().map(({ scaleFactor }) => scaleFactor)),
        }),
    },
    model(),
  );
  let isRunning = true;
  const update = (): void => {
    if (isRunning) tray.update(model());
  };
  const askForLogin = (): void => {
    loginItem.isOn().then(
      isOn => {
        startsAtLogin = isOn;
        update();
      },
      (error: unknown) => logger.warn('start at login not known', { reason: errorMessage(error) }),
    );
  };
  const refreshIcon = (): void => tray.refreshIcon();

  const unsubscribe = source.subscribe(update);
  nativeTheme.on('updated', refreshIcon);
  screen.on('display-added', refreshIcon);
  screen.on('display-removed', refreshIcon);
  screen.on('display-metrics-changed', refreshIcon);
  askForLogin();
  return {
    refresh: () => {
      update();
      askForLogin();
    },
    stop: () => {
      isRunning = false;
      unsubscribe();
      nativeTheme.off('updated', refreshIcon);
      screen.off('display-added', refreshIcon);
      screen.off('display-removed', refreshIcon);
      screen.off('display-metrics-changed', refreshIcon);
      tray.destroy();
    },
  };
}

/** Every other system that Electron runs on behaves like Linux. */
function platformOf(platform: NodeJS.Platform): Platform {
  return platform === 'darwin' || platform === 'win32' ? platform : 'linux';
}
