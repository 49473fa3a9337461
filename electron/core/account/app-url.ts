import { parseUrl } from '../platform/index.ts';
import { AccountError } from './errors.ts';

/** The chat app, as og-veil names it by default. */
export const CHAT_APP_URL = 'https://chat.opengradient.ai';

/** The address of a chat app without a trailing slash. Throws `login_app_invalid` for one that others could read along. */
export function checkedAppUrl(text: string): string {
  const url = parseUrl(text);
  const isLocal = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  const isBare = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal);
  if (url !== undefined && isBare && isSafe) return url.href.replace(/\/+$/, '');
  throw new AccountError(
    'login_app_invalid',
    'The address of the chat app has to be an https address without credentials, query or fragment.',
  );
}
