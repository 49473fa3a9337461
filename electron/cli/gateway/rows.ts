import type { GatewayHealthModel, GatewayPartState, GatewaySummary, Health } from '../../contract/index.ts';
import { lasting, type Paint, row, words } from '../text.ts';

/** One line per gateway, best first: what it is called, whether it is used, how it stands. */
export function listRows(gateways: readonly GatewaySummary[], paint: Paint): string[] {
  const nameWidth = Math.max(...gateways.map(({ name }) => name.length));
  const stateWidth = Math.max(...gateways.map(({ state }) => words(state).length));
  return gateways.flatMap(({ name, isActive, isPinned, host, priority, source, state, health, sentence, approval }) => {
    // Without a running instance none is in reserve of another.
    const other = state === 'idle' ? '' : 'reserve';
    const use = isPinned ? 'by hand' : isActive ? 'in use' : other;
    const origin = source === 'settings' ? `priority ${priority}` : source;
    const padding = ' '.repeat(stateWidth - words(state).length);
    const start = `${name.padEnd(nameWidth)}  ${use.padEnd(7)}  ${paint(health, words(state))}${padding}`;
    return [
      `${start}  ${host}, ${origin}. ${sentence}`,
      ...(approval === null ? [] : [`${' '.repeat(nameWidth + 2)}Run on its computer: ${approval.command}`]),
    ];
  });
}

/** The gateways in reserve, for the status; nothing when there is only one gateway. */
export function reserveRows(gateways: readonly GatewaySummary[], paint: Paint): string[] {
  return gateways
    .filter(({ isActive }) => !isActive)
    .map(({ name, state, health, sentence, approval }) => {
      const command = approval === null ? '' : ` Run there: ${approval.command}`;
      return row('Reserve', `${name} ${paint(health, words(state))}: ${sentence}${command}`);
    });
}

/**
 * Everything that a gateway tells of itself. A part that it does not tell says why. While it is not connected, what was
 * known last, with one line that says so instead of a remark on each part.
 */
export function detailRows(
  details: GatewayHealthModel,
  { nowMs, isConnected }: { readonly nowMs: number; readonly isConnected: boolean },
  paint: Paint,
): string[] {
  const part = <Value>(
    label: string,
    { state, reason, value }: Part<Value>,
    lines: (value: Value) => readonly string[],
  ): string[] => {
    if (value === null && !isConnected) return [];
    if (value === null) return [row(label, state === 'ok' ? 'none' : notTold(state, reason))];
    const [first = 'none', ...others] = lines(value);
    const old = state === 'ok' || !isConnected ? '' : ` (${words(state)}${reason === null ? '' : `: ${reason}`})`;
    return [row(label, `${first}${old}`), ...others.map(text => row('', text))];
  };
  const health = (of: Health, text: string): string => paint(of, text);
  const lastKnownAt = latest(details);
  return [
    ...(isConnected || lastKnownAt === null ? [] : [row('', `As last known, ${lasting(nowMs - lastKnownAt)} ago:`)]),
    ...details.concerns.map(({ health: of, sentence, remedy }) =>
      row('Concern', `${health(of, sentence)}${remedy === null ? '' : ` To do: ${remedy}`}`),
    ),
    ...part('System', details.system, ({ eventLoop, plugins, agents }) => [
      [
        ...(agents === null ? [] : [count(agents, 'agent')]),
        ...(plugins === null ? [] : [`${count(plugins.loaded, 'plugin')}, ${plugins.failed} failed`]),
        ...(eventLoop === null ? [] : [eventLoop.degraded ? `busy (${eventLoop.reasons.join(', ')})` : 'not busy']),
      ].join(', '),
    ]),
    ...part('Channels', details.channels, channels =>
      channels.map(({ label, account, state, reconnectAttempts }) => {
        const tries = reconnectAttempts === 0 ? '' : `, ${count(reconnectAttempts, 'attempt')} to reconnect`;
        return `${label}${account === null ? '' : ` (${account})`} ${words(state)}${tries}`;
      }),
    ),
    ...part('Sessions', details.sessions, ({ total, running, failed }) => [
      `${total} in all, ${running} running, ${failed} failed`,
    ]),
    ...part('Present', details.presence, list =>
      counted(
        list.map(({ host, mode, platform, version }) =>
          [host ?? 'unnamed', mode, platform, version].filter(word => word !== null).join(', '),
        ),
      ),
    ),
    ...part('Usage', details.usage, ({ providers }) =>
      providers.map(({ displayName, plan, windows, hasError }) =>
        [
          `${displayName}${plan === null ? '' : ` (${plan})`}`,
          ...windows.map(({ label, usedPercent, resetAt }) => {
            const reset = resetAt === null ? '' : `, anew in ${lasting(resetAt - nowMs)}`;
            return `${label} ${Math.round(usedPercent)}% used${reset}`;
          }),
          ...(hasError ? ['cannot be asked'] : []),
        ].join(', '),
      ),
    ),
    ...part('Models', details.models, models =>
      models.map(({ id, provider, isDefault, available, reason, until }) => {
        const when = until === null ? '' : ` for ${lasting(until - nowMs)} more`;
        const why = available ? '' : `: ${reason === null ? 'not available' : words(reason)}${when}`;
        return `${provider}/${id}${isDefault ? ' (default)' : ''}${why}`;
      }),
    ),
    ...part('Sign-ins', details.auth, providers =>
      providers.map(({ provider, status, expiresAt }) => {
        const ends = expiresAt === null ? '' : `, ends in ${lasting(expiresAt - nowMs)}`;
        return `${provider} ${status ?? 'unknown'}${ends}`;
      }),
    ),
    ...part('Update', details.update, ({ currentVersion, latestVersion, channel }) => [
      `${latestVersion} is there (${channel}), ${currentVersion} runs`,
    ]),
    ...part('Heartbeat', details.heartbeat, ({ at, status, reason }) => [
      `${words(status)}${reason === null ? '' : ` (${words(reason)})`}, ${lasting(nowMs - at)} ago`,
    ]),
    ...part('Approvals', details.approvals, ({ waiting }) => [`${count(waiting, 'command')} waiting for consent`]),
  ];
}

interface Part<Value> {
  readonly state: GatewayPartState;
  readonly reason: string | null;
  readonly at: number | null;
  readonly value: Value | null;
}

function notTold(state: GatewayPartState, reason: string | null): string {
  if (state !== 'missing-scope') return reason ?? words(state);
  const scope = /operator\.[a-z.]*[a-z]/.exec(reason ?? '')?.[0];
  const remedy = scope === undefined ? '' : ` Ask for it with: gatehouse gateway access --scope ${scope}`;
  return `not shown. ${reason ?? 'An access is missing.'}${remedy}`;
}

/** When the newest of what is known was true. */
function latest(details: GatewayHealthModel): number | null {
  const { system, channels, sessions, presence, usage, models, auth, update, heartbeat, approvals } = details;
  const parts = [system, channels, sessions, presence, usage, models, auth, update, heartbeat, approvals];
  const times = parts.flatMap(part => (part.at === null ? [] : [part.at]));
  return times.length === 0 ? null : Math.max(...times);
}

/** Equal lines as one with their number: a gateway lists each connection of one program. */
function counted(lines: readonly string[]): string[] {
  return [...new Set(lines)].map(line => {
    const times = lines.filter(other => other === line).length;
    return times === 1 ? line : `${line} (${times} times)`;
  });
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
