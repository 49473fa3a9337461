import type { SettingView } from '../../../../contract/index.ts';
import { parseUrl, type SecretScrubber } from '../../../platform/index.ts';

/** Takes out of a text what its reader need not know of the person. */
export interface Mask {
  readonly scrubber: SecretScrubber;
  readonly home: string;
  readonly userFolder: string;
}

const MAIL = /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}/g;
const ADDRESS = /\b(?:https?|wss?|rediss?):\/\/[^\s"'<>\\]{1,2048}/gi;

/** `text` without secrets, e-mail addresses, the person's folders, and the paths and queries of addresses. */
export function masked(text: string, { scrubber, home, userFolder }: Mask): string {
  // Addresses first: what is in their paths is nobody's, and the scrubber need not know it.
  let result = text.replaceAll(ADDRESS, plainAddress);
  result = scrubber.redact(result).replaceAll(MAIL, '[e-mail]');
  for (const [folder, name] of [
    [home, '<home>'],
    [userFolder, '~'],
  ] as const) {
    if (folder.length > 1) result = result.replaceAll(folder, name).replaceAll(folder.replaceAll('\\', '\\\\'), name);
  }
  return result;
}

/** Scheme, host and port; keys of RPC services stand in the path. */
export function plainAddress(address: string): string {
  const url = parseUrl(address);
  if (url === undefined) return '[address]';
  const { protocol, host, pathname, search } = url;
  const isBare = (pathname === '' || pathname === '/') && search === '';
  return `${protocol}//${host}${isBare ? '' : '/…'}`;
}

/** One line per setting that is not at its default. No setting holds a secret; addresses are cut all the same. */
export function settingLines(settings: readonly SettingView[]): string[] {
  return settings
    .filter(({ source }) => source !== 'default')
    .map(({ path, value, source, waitsForRestart }) => {
      const note = waitsForRestart ? ', counts from the next start' : '';
      return `${path} = ${JSON.stringify(shown(value))} (${source}${note})`;
    });
}

/** Records give away their known fields only: a person may have put more into the file. */
function shown(value: SettingView['value']): unknown {
  if (!Array.isArray(value)) return value;
  return value.map(part => {
    if (typeof part === 'string') return part;
    const { name, url, priority, scopes } = part;
    return { name, url, priority, scopes };
  });
}
