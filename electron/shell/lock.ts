import type { App, Session, Shell, WebContents } from 'electron';
import { errorMessage, type Logger } from '../core/platform/index.ts';
import { type Place, parseDeepLink } from './deep-link.ts';
import { externalLink } from './external-link.ts';
import { isOwnPage } from './scheme.ts';

/** What {@link lockContents} works with. */
export interface LockOptions {
  readonly app: Pick<App, 'on'>;
  readonly shell: Pick<Shell, 'openExternal'>;
  /** The page asks to be shown elsewhere in the application, with a link of its own scheme. */
  readonly onPlace: (place: Place) => void;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Locks every page that this application will ever have, whoever opens it: it stays where it was loaded, opens no
 * windows and no webviews. A link to a new window is read instead: a place in the application is shown by the host, an
 * https page by the system's browser, and nothing else happens.
 */
export function lockContents({ app, shell, onPlace, logger }: LockOptions): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-navigate', event => event.preventDefault());
    contents.on('will-frame-navigate', event => event.preventDefault());
    contents.on('will-redirect', event => event.preventDefault());
    contents.on('will-attach-webview', event => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      const place = parseDeepLink(url);
      const external = externalLink(url);
      if (place !== undefined) onPlace(place);
      else if (external === undefined)
        logger.warn('link refused', { scheme: url.split(':', 1)[0]?.slice(0, 20) ?? '' });
      else {
        shell.openExternal(external).catch((error: unknown) => {
          logger.warn('link not opened', { reason: errorMessage(error) });
        });
      }
      return { action: 'deny' };
    });
  });
}

/**
 * Denies the pages every permission but writing to the clipboard, every device, every download, and every request that
 * is not for their own files.
 */
export function lockSession(session: Session): void {
  const mayCopy = (permission: string, url: string | undefined): boolean =>
    permission === 'clipboard-sanitized-write' && url !== undefined && isOwnPage(url);
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(mayCopy(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => mayCopy(permission, requestingOrigin));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', event => event.preventDefault());
  session.webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !isOwnPage(details.url) && !details.url.startsWith('devtools://') });
  });
}
