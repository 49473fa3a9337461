import { commandsTable } from './commands.ts';
import { settingsTable } from './configuration.ts';

/** Those that are asked for most. */
const SETTINGS = [
  'network',
  'proxy.port',
  'proxy.verification',
  'relay.url',
  'tee.registry.rpcUrls',
  'tee.registry.address',
  'tee.registry.quorum',
  'tee.teeId',
  'tee.expectedPcrHash',
  'gateway.url',
  'gateway.profiles',
  'subscriptions.automatic',
  'subscriptions.thresholdPct',
];

/** `README.md` with its generated parts as they have to be; each stands between two comments that name it. Throws when one is missing. */
export function readmeDocument(current: string): string {
  const withSettings = replaced(current, 'settings', settingsTable(SETTINGS));
  return replaced(withSettings, 'commands', commandsTable('docs/commands.md'));
}

function replaced(text: string, name: string, lines: readonly string[]): string {
  const [begin, end] = [`<!-- ${name}, by npm run docs -->\n`, `\n<!-- end of ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`README.md has no place for the ${name}.`);
  return `${text.slice(0, from + begin.length)}\n${lines.join('\n')}\n${text.slice(to)}`;
}
