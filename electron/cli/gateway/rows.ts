import type { GatewayHealthModel, GatewaySummary, Health } from '../../contract/index.ts';
import { lasting, type Paint, row, words } from '../text.ts';

/** One line per gateway, best first: what it is called, whether it is used, how it stands. */
export function listRows(gateways: readonly GatewaySummary[], paint: Paint): string[] {
  const width = Math.max(...gateways.map(({ name }) => name.length));
  return gateways.map(({ name, isActive, isPinned, host, priority, source, state, health, sentence }) => {
    const use = isPinned ? 'by hand' : isActive ? 'in use' : 'reserve';
    const origin = source === 'settings' ? `priority ${priority}` : source;
    return `${name.padEnd(width)}  ${use.padEnd(7)}  ${paint(health, words(state))}  ${host}, ${origin}. ${sentence}`;
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

/** Everything that a gateway tells of itself. A part that it does not tell says why. */
export function detailRows(details: GatewayHealthModel, nowMs: number, paint: Paint): string[] {
  const part = <Value>(
    label: string,
    { state, reason, value }: { state: string; reason: string | null; value: Value | null },
    lines: (value: Value) => readonly string[],
  ): string[] => {
    if (value === null) return [row(label, reason ?? (state === 'ok' ? 'none' : words(state)))];
    const [first = 'none', ...others] = lines(value);
    const old = state === 'ok' ? '' : ` (${words(state)}${reason === null ? '' : `: ${reason}`})`;
    return [row(label, `${first}${old}`), ...others.map(text => row('', text))];
  };
  const health = (of: Health, text: string): string => paint(of, text);
  return [
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
      list.map(({ host, mode, platform, version }) =>
        [host ?? 'unnamed', mode, platform, version].filter(word => word !== null).join(', '),
      ),
    ),
    ...part('Usage', details.usage, ({ providers }) =>
      providers.map(({ displayName, plan, windows, hasError }) =>
        [
          `${displayName}${plan === null ? '' : ` (${plan})`}`,
          ...windows.map(({ label, usedPercent, resetAt }) => {
            const reset = resetAt === null ? '' : `, anew in ${lasting(resetAt - nowMs)}`;
            return `${label} ${Math.round(usedPercent)} % used${reset}`;
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

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
