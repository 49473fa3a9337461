import type { GatewayHealthModel } from '../../../electron/contract/index.ts';
import type { Formats } from '../../format/formats.ts';
import type { Messages } from '../../text/index.ts';

/** One line of a part. */
export interface DetailLine {
  readonly key: string;
  readonly line: string;
  /** Something that does not work as it should. */
  readonly isTrouble: boolean;
}

/** A part of what a gateway tells. */
export type GatewayPart = Exclude<keyof GatewayHealthModel, 'profile' | 'concerns'>;

/** The lines of each part, troubles first; none for a part that is not known or empty. */
export function detailLines(details: GatewayHealthModel, kit: Kit): Readonly<Record<GatewayPart, DetailLine[]>> {
  return {
    channels: channelLines(details, kit),
    sessions: sessionLines(details, kit),
    usage: usageLines(details, kit),
    models: modelLines(details, kit),
    auth: authLines(details, kit),
    presence: presenceLines(details, kit),
    ...systemLines(details, kit),
  };
}

interface Kit {
  readonly words: Messages['gatewayDetails'];
  readonly formats: Formats;
  readonly now: number;
}

const NO_CHANNEL_TROUBLE: ReadonlySet<string> = new Set(['connected', 'running', 'disabled', 'not-configured']);

function channelLines({ channels }: GatewayHealthModel, { words, formats }: Kit): DetailLine[] {
  return troublesFirst(
    (channels.value ?? []).map(({ id, label, account, state, reconnectAttempts, hasError }) => ({
      key: `${id} ${account ?? ''}`,
      line: [
        `${label}${account === null ? '' : ` (${account})`} ${words.channelState[state]}`,
        ...(reconnectAttempts === 0 ? [] : [words.attempts(formats.number(reconnectAttempts))]),
      ].join(', '),
      isTrouble: hasError || !NO_CHANNEL_TROUBLE.has(state),
    })),
  );
}

function sessionLines({ sessions: { value } }: GatewayHealthModel, { words, formats }: Kit): DetailLine[] {
  if (value === null) return [];
  const { total, running, failed } = value;
  const line = [
    words.sessionCount(total, formats.number(total)),
    ...(running === 0 ? [] : [words.running(formats.number(running))]),
    ...(failed === 0 ? [] : [words.failed(formats.number(failed))]),
  ].join(', ');
  return [{ key: 'sessions', line, isTrouble: false }];
}

function usageLines({ usage }: GatewayHealthModel, { words, formats, now }: Kit): DetailLine[] {
  return (usage.value?.providers ?? []).map(({ provider, displayName, plan, windows, hasError }) => {
    const left = windows.map(({ label, usedPercent, resetAt }) => {
      const reset = resetAt === null ? null : formats.comingTime(resetAt, now);
      return words.left(label, formats.percent(Math.max(100 - usedPercent, 0)), reset);
    });
    const name = plan === null ? displayName : `${displayName} (${plan})`;
    const line = [name, ...left, ...(hasError ? [words.notAsked] : [])].join(', ');
    return { key: provider, line, isTrouble: hasError || windows.some(({ usedPercent }) => usedPercent >= 100) };
  });
}

function modelLines({ models }: GatewayHealthModel, { words, formats, now }: Kit): DetailLine[] {
  return troublesFirst(
    (models.value ?? []).map(({ id, provider, isDefault, available, reason, until }) => {
      const why = reason === null ? words.unavailable : words.modelReason[reason];
      const line = [
        id.startsWith(`${provider}/`) ? id : `${provider}/${id}`,
        ...(isDefault ? [words.isDefault] : []),
        ...(available ? [] : [until === null ? why : `${why} ${words.until(formats.comingTime(until, now))}`]),
      ].join(', ');
      return { key: `${provider}/${id}`, line, isTrouble: !available };
    }),
  );
}

function authLines({ auth }: GatewayHealthModel, { words, formats, now }: Kit): DetailLine[] {
  return troublesFirst(
    (auth.value ?? []).map(({ provider, status, expiresAt }) => {
      const state = status === null ? words.unknown : words.signIn[status];
      const ends = expiresAt === null ? '' : `, ${words.ends(formats.comingTime(expiresAt, now))}`;
      const isTrouble = status === 'expired' || status === 'missing' || status === 'expiring';
      return { key: provider, line: `${provider} ${state}${ends}`, isTrouble };
    }),
  );
}

function presenceLines({ presence }: GatewayHealthModel, { words, formats }: Kit): DetailLine[] {
  const lines = (presence.value ?? []).map(({ host, mode, platform, version }) =>
    [host ?? words.unnamed, mode, platform, version].filter(word => word !== null).join(', '),
  );
  return [...new Set(lines)].map(line => {
    // A gateway lists each connection of one program.
    const times = lines.filter(other => other === line).length;
    return { key: line, line: times === 1 ? line : `${line} (${formats.number(times)})`, isTrouble: false };
  });
}

function systemLines(
  { system, heartbeat, update, approvals }: GatewayHealthModel,
  { words, formats, now }: Kit,
): Pick<Record<GatewayPart, DetailLine[]>, 'system' | 'heartbeat' | 'update' | 'approvals'> {
  const one = (key: string, line: string, isTrouble = false): DetailLine[] => [{ key, line, isTrouble }];
  const { agents = null, plugins = null, eventLoop = null } = system.value ?? {};
  const failed = plugins?.failed ?? 0;
  const isBusy = eventLoop?.degraded === true;
  const running = [
    ...(agents === null ? [] : [words.agents(agents, formats.number(agents))]),
    ...(plugins === null ? [] : [words.plugins(plugins.loaded, formats.number(plugins.loaded))]),
    ...(failed === 0 ? [] : [words.failedPlugins(formats.number(failed))]),
    ...(isBusy ? [words.busy] : []),
  ].join(', ');
  const { value: beat } = heartbeat;
  const { value: newer } = update;
  const waiting = approvals.value?.waiting ?? 0;
  return {
    system: running === '' ? [] : one('system', running, failed > 0 || isBusy),
    heartbeat:
      beat === null
        ? []
        : one(
            'heartbeat',
            `${spoken(words.beats[beat.status] ?? beat.status, beat.reason)}, ${words.ago(formats.duration(now - beat.at))}`,
          ),
    update: newer === null ? [] : one('update', words.available(newer.latestVersion, newer.channel)),
    approvals: waiting === 0 ? [] : one('approvals', words.waiting(waiting, formats.number(waiting)), true),
  };
}

/** Stable codes of the gateway as words. */
function spoken(status: string, reason: string | null): string {
  const all = reason === null ? status : `${status} (${reason})`;
  return all.replaceAll(/[-_]/g, ' ');
}

function troublesFirst(lines: DetailLine[]): DetailLine[] {
  return [...lines.filter(({ isTrouble }) => isTrouble), ...lines.filter(({ isTrouble }) => !isTrouble)];
}
