import type { Clipboard, Shell } from 'electron';
import type { Formats } from '../../renderer/format/formats.ts';
import type { Sentences } from '../../renderer/text/sentences.ts';
import { envLines, usualShell } from '../cli/env-command.ts';
import { statusText } from '../cli/status-text.ts';
import type { Command, CommandResult, StatusSnapshot } from '../contract/index.ts';
import { outwardError } from '../core/control/index.ts';
import type { AppNotifier, NoticeIntent, NoticeTexts } from '../core/notify/index.ts';
import { type Clock, errorMessage, type Logger, type SecretScrubber } from '../core/platform/index.ts';
import type { Place } from './deep-link.ts';
import type { LoginItem } from './login-item.ts';
import type { TrayAction } from './tray/menu-item.ts';
import type { Windows } from './windows.ts';

/** What {@link DesktopActions} works with. */
export interface DesktopActionsOptions {
  readonly platform: NodeJS.Platform;
  readonly clipboard: Pick<Clipboard, 'writeText'>;
  readonly shell: Pick<Shell, 'showItemInFolder'>;
  readonly window: Pick<Windows, 'show' | 'hide'>;
  readonly loginItem: Pick<LoginItem, 'set'>;
  readonly logFile: string;
  readonly snapshot: () => StatusSnapshot;
  /** Runs a command. May throw. */
  readonly execute: (command: Command) => Promise<CommandResult>;
  readonly notifier: AppNotifier;
  readonly texts: () => Pick<NoticeTexts, 'command'>;
  /** What the language in use says itself; null: the core's own words. */
  readonly own: () => Sentences | null;
  /** In the language in use, as the region of the system writes times and numbers. */
  readonly formats: () => Formats;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
  readonly scrubber: SecretScrubber;
  readonly quit: () => void;
  /** Something changed that no snapshot tells. */
  readonly onChange: () => void;
}

/** Does what a click in the tray or on a notification asks for, and says so when it could not. */
export class DesktopActions {
  readonly #options: DesktopActionsOptions;

  constructor(options: DesktopActionsOptions) {
    this.#options = options;
  }

  /** Never throws. */
  readonly run = (action: TrayAction | NoticeIntent): void => {
    this.#run(action).catch((error: unknown) => {
      const { code, message, remedy } = outwardError(error, this.#options.scrubber);
      this.#options.logger.warn('action failed', { kind: action.kind, reason: errorMessage(error) });
      const own = this.#options.own();
      const said = own?.error(code) ?? message;
      const advice = own?.errorRemedy(code) ?? remedy;
      this.#say(this.#options.texts().command.failed, advice === null ? said : `${said} ${advice}`);
    });
  };

  async #run(action: TrayAction | NoticeIntent): Promise<void> {
    const { window, shell, logFile, loginItem, quit, onChange } = this.#options;
    switch (action.kind) {
      case 'command':
        return this.#command(action.command);
      case 'copy':
        return this.#copy('text' in action ? action.text : this.#textOf(action.what));
      case 'open':
        return window.show(placeOf(action));
      case 'hide-window':
        return window.hide();
      case 'show-log':
        return shell.showItemInFolder(logFile);
      case 'start-at-login':
        await loginItem.set(action.isOn);
        return onChange();
      case 'quit':
        return quit();
    }
  }

  async #command(command: Command): Promise<void> {
    const { changed, sentence: english, told } = await this.#options.execute(command);
    const { own, formats, clock } = this.#options;
    const kit = { formats: formats(), now: clock.now() };
    const isAboutUpdates = command.name === 'checkForUpdates';
    const said = isAboutUpdates
      ? own()?.updates(this.#options.snapshot().updates, kit)
      : told && own()?.told(told, kit);
    const sentence = said ?? english;
    // What changed is seen in the tray, and told by the policy if it is news. Who cancels a dialog knows.
    // Whether there is an update is what was asked.
    if (isAboutUpdates) this.#say(this.#options.texts().command.updates, sentence);
    else if (!changed && command.name !== 'saveDiagnostics')
      this.#say(this.#options.texts().command.unchanged, sentence);
  }

  async #copy(text: string | null): Promise<void> {
    if (text !== null) await this.#options.clipboard.writeText(text);
  }

  #textOf(what: Extract<TrayAction, { kind: 'copy' }>['what']): string | null {
    const { snapshot, platform, clock } = this.#options;
    const now = snapshot();
    const { endpoint } = now.proxy;
    switch (what) {
      case 'approval':
        return now.gateway?.approval?.command ?? null;
      case 'endpoint':
        return endpoint;
      case 'environment':
        return endpoint && `${envLines(usualShell(platform), endpoint, []).join('\n')}\n`;
      case 'status':
        return statusText(now, clock.now(), (_health, text) => text);
    }
  }

  #say(title: string, body: string): void {
    this.#options.notifier.show({
      category: 'command',
      title,
      body,
      priority: 'normal',
      click: { kind: 'open', view: 'activity' },
      actions: [],
    });
  }
}

function placeOf({ view, id }: Extract<TrayAction | NoticeIntent, { kind: 'open' }>): Place | null {
  return view === null ? null : { view, params: id === undefined ? {} : { id } };
}
