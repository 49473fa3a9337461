import { GatehouseError, parseUrl } from '../core/platform/index.ts';

const MAX_URL_LENGTH = 2_048;

/**
 * The address as it may be handed to the system's browser; undefined when it may not. Electron passes any scheme on to
 * whichever program has registered it, and to a mounted drive, so only `https` to a named host is left: no credentials,
 * no other port, no address of this network.
 */
export function externalLink(text: string): string | undefined {
  const url = parsed(text);
  if (url?.protocol !== 'https:' || url.port !== '') return undefined;
  const isNamed = /^(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*$/.test(url.hostname);
  return isNamed && !/\.(?:local|internal|localhost)$/.test(url.hostname) ? url.href : undefined;
}

/**
 * The address of a login page, which the person's own settings name: https, or a page on this computer, which the
 * sandbox's own chat app is. Throws `unsafe_link` for anything else.
 */
export function loginPage(text: string): string {
  const url = parsed(text);
  const isHere = url?.protocol === 'http:' && ['127.0.0.1', '[::1]'].includes(url.hostname);
  if (url !== undefined && (isHere || url.protocol === 'https:')) return url.href;
  throw new GatehouseError('unsafe_link', 'This address is not opened: only https pages are.', {
    remedy: 'Check the address of the chat app, or open the shown address by hand.',
  });
}

/** Without credentials, which a person would not see. */
function parsed(text: string): URL | undefined {
  const url = text.length > MAX_URL_LENGTH ? undefined : parseUrl(text);
  return url?.username === '' && url.password === '' ? url : undefined;
}
