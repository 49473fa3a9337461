import type { App } from 'electron';
import type { Logger } from '../core/platform/index.ts';
import { LINK_SCHEME, linkAmong, type Place, parseDeepLink } from './deep-link.ts';

/** Options of {@link Openings}. */
export interface OpeningsOptions {
  readonly app: Pick<App, 'on' | 'isPackaged' | 'setAsDefaultProtocolClient'>;
  readonly platform: NodeJS.Platform;
}

/** Where openings go once there is a window. */
export interface OpeningTarget {
  readonly show: (place: Place | null) => void;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * The ways in which the application is opened from outside while it runs: a second start, a link, a click on the Dock. It
 * listens from the very beginning, because macOS tells a link before anything else; what comes before there is a window
 * waits for it, the last one only.
 */
export class Openings {
  readonly #options: OpeningsOptions;
  #target: OpeningTarget | undefined;
  #waiting: (() => void) | undefined;

  constructor(options: OpeningsOptions) {
    this.#options = options;
  }

  /** Before the application is ready. `args` are those of this start. */
  listen(args: readonly string[]): void {
    const { app, platform } = this.#options;
    app.on('second-instance', (_event, argv) => {
      const link = linkAmong(argv);
      if (link !== undefined) this.#openLink(link);
      else if (!argv.includes('--hidden')) this.#show(null);
    });
    app.on('activate', () => this.#show(null));
    app.on('open-url', (event, url) => {
      event.preventDefault();
      this.#openLink(url);
    });
    const own = linkAmong(args);
    if (own !== undefined) this.#openLink(own);
    // The packages register the scheme themselves on macOS and Linux. The -- keeps a link from being read as an option.
    if (app.isPackaged && platform === 'win32') app.setAsDefaultProtocolClient(LINK_SCHEME, process.execPath, ['--']);
  }

  /** There is a window from now on. */
  attach(target: OpeningTarget): void {
    this.#target = target;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.();
  }

  #openLink(link: string): void {
    const place = parseDeepLink(link);
    // Not even its text is logged: it may hold anything. The window comes, since somebody clicked.
    if (place === undefined) this.#run(target => target.logger.warn('link not understood', { length: link.length }));
    this.#show(place ?? null);
  }

  #show(place: Place | null): void {
    this.#run(target => target.show(place));
  }

  #run(act: (target: OpeningTarget) => void): void {
    const target = this.#target;
    if (target !== undefined) act(target);
    else {
      this.#waiting = () => {
        if (this.#target !== undefined) act(this.#target);
      };
    }
  }
}
