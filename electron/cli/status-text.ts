import type { Health, Remedy, StatusSnapshot } from '../contract/index.ts';

/** Marks text with a colour, or leaves it alone. */
export type Paint = (health: Health, text: string) => string;

const SGR: Readonly<Record<Health, string>> = {
  well: '32',
  working: '34',
  'needs-you': '33',
  broken: '31',
  paused: '2',
};
const LABEL_WIDTH = 10;

/** Colours for a terminal that wants them (no-color.org), plain text for everything else. */
export function painter(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Paint {
  const wanted = stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return wanted ? (health, text) => `\u001b[${SGR[health]}m${text}\u001b[0m` : (_health, text) => text;
}

/** The status for people: the sentence first, then a line per gate with its state in words, remedies beneath. */
export function statusText(snapshot: StatusSnapshot, nowMs: number, paint: Paint): string {
  const { tee, proxy, app } = snapshot;
  const proxyHealth: Health = proxy.state === 'listening' ? 'well' : proxy.state === 'failed' ? 'broken' : 'needs-you';
  const answers = `${proxy.answersVerified} verified, ${proxy.answersRefused} refused, ${proxy.requestsFailed} failed`;
  return [
    paint(snapshot.health, snapshot.headline),
    '',
    row('TEE', `${paint(tee.health, words(tee.state))}: ${tee.sentence}`),
    ...remedyRow(tee.remedy),
    ...(tee.current === null
      ? []
      : [row('', `${tee.current.teeId}, ${tee.current.endpoint}, for ${lasting(nowMs - tee.current.selectedAt)}`)]),
    row('Registry', registryText(snapshot, nowMs)),
    row('Endpoint', `${paint(proxyHealth, words(proxy.state))}: ${proxy.sentence}`),
    ...remedyRow(proxy.remedy),
    row('Answers', `${answers} (${proxy.verification} verification)`),
    row('Secrets', app.secrets),
    row('Home', app.home),
    row('Process', `${app.pid}, version ${app.version}, ${app.host}, up ${lasting(nowMs - app.startedAt)}`),
    '',
  ].join('\n');
}

function registryText({ tee: { registry } }: StatusSnapshot, nowMs: number): string {
  const read = registry.lastReadAt === null ? 'never read' : `read ${lasting(nowMs - registry.lastReadAt)} ago`;
  const usable = registry.listed.filter(tee => tee.usable).length;
  const skipped = registry.skipped.length === 0 ? '' : `, ${registry.skipped.length} unreadable`;
  return `${words(registry.state)}: ${registry.listed.length} listed, ${usable} usable${skipped}, ${read}`;
}

function row(label: string, text: string): string {
  return `${label.padEnd(LABEL_WIDTH)}${text}`;
}

function remedyRow(remedy: Remedy | null): string[] {
  return remedy === null ? [] : [row('', `To do: ${remedy.text}`)];
}

function words(state: string): string {
  return state.replaceAll('-', ' ');
}

function lasting(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  if (seconds < 90) return `${seconds} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600)} h`;
}
