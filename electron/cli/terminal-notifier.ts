import type { AppNotice, AppNotifier } from '../core/notify/index.ts';
import { type Clock, type Logger, LogNotifier } from '../core/platform/index.ts';
import type { CliIo } from './io.ts';

/** Options of {@link TerminalNotifier}. */
export interface TerminalNotifierOptions {
  readonly stdout: Pick<CliIo['stdout'], 'write'>;
  readonly logger: Pick<Logger, 'info'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Shows notices where `gatehouse run` was started, a line each, and keeps them in the log. What can be copied stands below. */
export class TerminalNotifier implements AppNotifier {
  readonly #options: TerminalNotifierOptions;
  readonly #log: AppNotifier;

  constructor(options: TerminalNotifierOptions) {
    this.#options = options;
    this.#log = new LogNotifier(options.logger);
  }

  show(notice: AppNotice): void {
    const { stdout, clock } = this.#options;
    this.#log.show(notice);
    const time = new Date(clock.now()).toTimeString().slice(0, 5);
    const copied = notice.actions.flatMap(({ intent }) => (intent.kind === 'copy' ? [`        ${intent.text}`] : []));
    stdout.write(`${[`[${time}] ${notice.title}: ${notice.body}`, ...copied].map(oneLine).join('\n')}\n`);
  }

  clear(category: string): void {
    // A terminal keeps what was said.
    this.#log.clear(category);
  }
}

/** What a gateway calls itself must not move the cursor. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ');
}
