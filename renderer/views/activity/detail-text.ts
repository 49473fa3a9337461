import type { ActivityDetail } from '../../../electron/contract/index.ts';

/** An entry with its story as plain text, to give away; in the core's words, whatever the page speaks. */
export function detailText({ entry, facts, steps }: ActivityDetail): string {
  const { others, ...own } = facts;
  const known = [...Object.entries(own), ...others.map(({ name, value }) => [name, value] as const)].filter(
    ([, value]) => value !== null,
  );
  return [
    `${new Date(entry.at).toISOString()} ${entry.gate} ${entry.code} #${entry.id}`,
    entry.count > 1 ? `${entry.sentence} (${entry.count} times)` : entry.sentence,
    ...(entry.cause === null ? [] : [`cause: ${entry.cause}`]),
    ...known.map(([name, value]) => `${name}: ${String(value)}`),
    ...steps.map(({ offsetMs, sentence }) => `+${offsetMs} ms ${sentence}`),
    '',
  ].join('\n');
}
