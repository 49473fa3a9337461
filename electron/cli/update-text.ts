import type { Health, StatusSnapshot, UpdatesStatus } from '../contract/index.ts';
import { lasting, type Paint, row } from './text.ts';

/** States that a person is told of unasked. */
const NEWS: Readonly<Partial<Record<UpdatesStatus['update']['state'], Health>>> = {
  available: 'needs-you',
  ready: 'needs-you',
  waiting: 'working',
  installing: 'working',
  failed: 'needs-you',
};

/** All of it, for `gatehouse update`: the sentence first. */
export function updatesText(updates: UpdatesStatus, nowMs: number, paint: Paint): string {
  const { sentence, version, mode, channel, update, lastCheckedAt, nextCheckAt, lastUpdate } = updates;
  const checked = lastCheckedAt === null ? 'never' : `${lasting(nowMs - lastCheckedAt)} ago`;
  const next = nextCheckAt === null || nextCheckAt <= nowMs ? '' : `, the next in ${lasting(nextCheckAt - nowMs)}`;
  return [
    paint(NEWS[update.state] ?? 'well', sentence),
    '',
    row('Version', `${version} (${updates.package})`),
    ...(update.state === 'unsupported'
      ? []
      : [row('Last check', `${checked}${next}`), row('Mode', `${mode}, ${channel}`)]),
    ...(lastUpdate === null
      ? []
      : [row('Last update', `from ${lastUpdate.from} to ${lastUpdate.to}, ${lasting(nowMs - lastUpdate.at)} ago`)]),
    ...remedyRows(updates),
    '',
  ].join('\n');
}

/** The lines of `gatehouse status`: none as long as there is nothing to tell. */
export function updateRows({ updates }: Pick<StatusSnapshot, 'updates'>, paint: Paint): string[] {
  const health = NEWS[updates.update.state];
  if (health === undefined) return [];
  return [row('Update', paint(health, updates.sentence)), ...remedyRows(updates, '')];
}

function remedyRows({ remedy }: UpdatesStatus, label = 'To do'): string[] {
  if (remedy === null) return [];
  const { text, shellCommand } = remedy;
  return [
    row(label, label === '' ? `To do: ${text}` : text),
    ...(shellCommand === undefined ? [] : [row('', `  ${shellCommand}`)]),
  ];
}
