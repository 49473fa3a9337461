import type {
  AgentSummary,
  HeadroomWindow,
  SubscriptionSummary,
  SubscriptionsStatus,
  TrinityBackend,
} from '../../contract/index.ts';
import { lasting, type Paint, row, words } from '../text.ts';

const BAR_CELLS = 10;

/** The third gate, for the status: nothing when nothing is configured. */
export function gateRows(status: SubscriptionsStatus, nowMs: number, paint: Paint): string[] {
  const { health, state, sentence, remedy, lastSwitch, lock, subscriptions, isTryOut, isAutomatic } = status;
  if (state === 'not-configured') return [];
  return [
    row('Agents', `${paint(health, words(state))}: ${sentence}${isTryOut ? ' (the sandbox’s own)' : ''}`),
    ...(remedy === null ? [] : [row('', `To do: ${remedy.text}`)]),
    ...subscriptions.slice(0, 10).map(one => row('', subscriptionLine(one, nowMs, paint))),
    ...(subscriptions.length <= 10 ? [] : [row('', `and ${subscriptions.length - 10} more: gatehouse sub list`)]),
    ...(lastSwitch === null ? [] : [row('', `${lasting(nowMs - lastSwitch.at)} ago: ${lastSwitch.reason}`)]),
    ...(isAutomatic ? [] : [row('', 'Agents are switched by hand only (subscriptions.automatic is off).')]),
    ...(lock.kind === 'local' ? [] : [row('', `Shared state: ${lock.state}${because(lock.reason)}`)]),
  ];
}

/** One line of a subscription. */
export function subscriptionLine(one: SubscriptionSummary, nowMs: number, paint: Paint): string {
  const { name, state, health, agents, headroom, tier, kind } = one;
  const windows = headroom.windows.filter(({ window }) => !window.includes('_'));
  const figures = windows.map(window => windowText(window, nowMs));
  const on = agents === 1 ? '1 agent' : `${agents} agents`;
  return [
    `${name}: ${paint(health, words(state))}`,
    on,
    ...figures,
    ...(tier === null ? [] : [tier]),
    ...(kind === 'api_key' ? ['an API key'] : []),
  ].join(', ');
}

/** Everything about a subscription. */
export function subscriptionRows(one: SubscriptionSummary, nowMs: number, paint: Paint): string[] {
  const { headroom, fingerprint, expiresAt, skipUntil, stillLiveIn, sentence, note, kind } = one;
  const { windows, readAt, source, problem } = headroom;
  const read = readAt === null ? 'never measured' : `measured ${lasting(nowMs - readAt)} ago (${source ?? 'unknown'})`;
  return [
    `${one.name}: ${paint(one.health, words(one.state))}. ${sentence}`,
    ...windows.map(window => row('', `${bar(window)} ${windowText(window, nowMs)}${forecastText(window, nowMs)}`)),
    row('', [kind === 'api_key' ? 'an API key' : read, ...(problem === null ? [] : [problem])].join(', ')),
    row('', `${one.agents === 1 ? '1 agent' : `${one.agents} agents`}, fingerprint ${fingerprint}${ends(expiresAt)}`),
    ...(skipUntil === null ? [] : [row('', `Nobody is moved to it for ${lasting(skipUntil - nowMs)} more.`)]),
    ...(stillLiveIn.length === 0 ? [] : [row('', `Still live in ${stillLiveIn.join(', ')}.`)]),
    ...(note === null ? [] : [row('', note)]),
  ];
}

/** One line per agent. */
export function agentRows(agents: readonly AgentSummary[], nowMs: number): string[] {
  const width = Math.max(0, ...agents.map(({ name }) => name.length));
  return agents.map(agent => {
    const { name, kind, subscription, since, cause, isConfirmed, result, health, shadowedKeys } = agent;
    const on =
      subscription === null
        ? 'no subscription'
        : `${subscription}${since === null ? '' : ` for ${lasting(nowMs - since)}`} (${(cause ?? '').replaceAll('_', ' ')})`;
    const unconfirmed = isConfirmed ? '' : `, not confirmed${result === null ? '' : `: ${result}`}`;
    const tasks = health.activeTasks === null ? '' : `, ${health.activeTasks} running`;
    const keys = shadowedKeys.length === 0 ? '' : `, its own ${shadowedKeys.join(', ')} would win`;
    return `${name.padEnd(width)}  ${kind}, ${health.state}${because(health.reason)}${tasks}  ${on}${unconfirmed}${keys}`;
  });
}

/** A Trinity backend, its subscriptions, and its agents. */
export function backendRows(
  { host, reason, switchesItself, subscriptions, agents }: TrinityBackend,
  nowMs: number,
): string[] {
  if (reason !== null) return [`${host}: down (${reason})`];
  const itself = { true: 'switches agents by itself too', false: 'leaves the switching to others', null: 'up' };
  return [
    `${host}: ${itself[`${switchesItself}`]}`,
    ...subscriptions.map(one => {
      const left = ([name, pct]: readonly [string, number | null]): string[] =>
        pct === null ? [] : [`${name} ${Math.max(0, Math.round(100 - pct))}% left`];
      const windows = [['5 h', one.fiveHourPct] as const, ['7 d', one.sevenDayPct] as const].flatMap(left);
      const age = one.readAt === null ? [] : [`read ${lasting(nowMs - one.readAt)} ago`];
      const on = one.agents === 1 ? '1 agent' : `${one.agents} agents`;
      const limited = one.isLimited === true ? ['limited now'] : [];
      const stored = one.isStoredHere ? [] : ['not stored here'];
      return row('', [`${one.name}: ${on}`, ...windows, ...age, ...limited, ...stored].join(', '));
    }),
    ...agents.map(one => {
      const on = one.subscription ?? (one.authMode ?? 'unknown').replaceAll('_', ' ');
      const known = one.knownAs === null ? 'not added here' : `here ${one.knownAs}`;
      const trouble = one.failures24h === null || one.failures24h === 0 ? [] : [`${one.failures24h} failures in 24 h`];
      return row(
        '',
        [`${one.name} (${known}): ${on}`, ...(one.status === null ? [] : [one.status]), ...trouble].join(', '),
      );
    }),
  ];
}

function windowText({ window, usedPct, resetsAt, isBlocking }: HeadroomWindow, nowMs: number): string {
  const name = window.replace(/^(\d+)([a-z])/, '$1 $2');
  const left = usedPct === null ? 'unknown' : `${Math.max(0, Math.round(100 - usedPct))}% left`;
  const reset = resetsAt === null ? '' : `, anew in ${lasting(resetsAt - nowMs)}`;
  return `${name} ${left}${isBlocking ? ' (refused)' : ''}${reset}`;
}

function forecastText({ projectedPct, wallAt }: HeadroomWindow, nowMs: number): string {
  if (wallAt !== null) return `, would be used up in ${lasting(wallAt - nowMs)}`;
  return projectedPct === null ? '' : `, heads for ${Math.round(projectedPct)}% used`;
}

function bar({ usedPct }: HeadroomWindow): string {
  if (usedPct === null) return '?'.repeat(BAR_CELLS);
  const full = Math.round((Math.max(0, 100 - usedPct) / 100) * BAR_CELLS);
  return '#'.repeat(Math.min(full, BAR_CELLS)).padEnd(BAR_CELLS, '.');
}

function ends(expiresAt: number | null): string {
  return expiresAt === null ? '' : `, token until about ${new Date(expiresAt).toISOString().slice(0, 10)}`;
}

function because(reason: string | null): string {
  return reason === null ? '' : ` (${reason})`;
}
