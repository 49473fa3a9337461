import { z } from 'zod';
import type { GatewayHealthModel } from '../../../contract/index.ts';
import { asCount, asRecord } from '../untrusted.ts';
import { amount, clean, code, flag, instant, MOST_ROWS, name, rows, time } from './foreign.ts';

/** The parts of a {@link GatewayHealthModel}. */
export type PartName = Exclude<keyof GatewayHealthModel, 'profile' | 'concerns'>;

export type PartValue<Name extends PartName> = NonNullable<GatewayHealthModel[Name]['value']>;

/** What a payload says about a part: undefined when it cannot be read, null when it says that there is nothing. */
type Reader<Name extends PartName> = (payload: unknown) => PartValue<Name> | null | undefined;

const id = z
  .string()
  .min(1)
  .transform(text => clean(text, 120) ?? '?');

const EventLoop = z
  .object({ degraded: flag, reasons: z.unknown().optional(), delayP99Ms: amount, utilization: amount })
  .transform(({ reasons, ...loop }) => ({
    ...loop,
    reasons: (rows(reasons, code) ?? []).filter(reason => reason !== null).slice(0, 8),
  }))
  .nullable()
  .catch(null);

const Session = z
  .object({
    key: id,
    status: code,
    hasActiveRun: flag,
    lastRunError: z.unknown().optional(),
    model: name(),
    modelProvider: name(),
    updatedAt: time,
    totalTokens: amount,
    estimatedCostUsd: amount,
  })
  .transform(({ hasActiveRun, lastRunError, modelProvider, ...session }) => ({
    ...session,
    provider: modelProvider,
    isRunning: hasActiveRun || session.status === 'running',
    hasFailed: session.status === 'failed' || (typeof lastRunError === 'string' && lastRunError !== ''),
  }));

const Presence = z
  .object({ host: name(), mode: name(32), platform: name(32), version: name(32), ts: time })
  .transform(({ ts, ...entry }) => ({ ...entry, at: ts }));

const UsageWindow = z.object({ label: name(40), usedPercent: z.number().min(0).max(1_000), resetAt: time });
const ProviderUsage = z
  .object({
    provider: id,
    displayName: name(),
    plan: name(40),
    windows: z.unknown().optional(),
    error: z.unknown().optional(),
  })
  .transform(({ error, windows, displayName, ...usage }) => ({
    ...usage,
    displayName: displayName ?? usage.provider,
    windows: (rows(windows, UsageWindow) ?? [])
      .slice(0, 8)
      .map(({ label, ...rest }) => ({ label: label ?? '', ...rest })),
    hasError: error !== undefined && error !== null && error !== '',
  }));

const Model = z
  .object({
    id,
    provider: id,
    tags: z.array(z.unknown()).catch([]),
    // Older answers do not tell; a model that is listed without a word can be used.
    available: z.boolean().catch(true),
    unavailableReason: z.enum(['missing-auth', 'auth-failed', 'cooldown']).nullable().catch(null),
    unavailableUntil: time,
  })
  .transform(({ tags, unavailableReason, unavailableUntil, ...model }) => ({
    ...model,
    isDefault: tags.includes('default'),
    reason: unavailableReason,
    until: unavailableUntil,
  }));

const ProviderAuth = z
  .object({
    provider: id,
    status: z.enum(['expired', 'missing', 'expiring', 'ok', 'static']).nullable().catch(null),
    expiry: z.object({ at: time }).nullable().catch(null),
    profiles: z.array(z.unknown()).catch([]),
  })
  .transform(({ expiry, profiles, ...auth }) => ({
    ...auth,
    expiresAt: expiry?.at ?? null,
    profiles: profiles.length,
  }));

const Update = z.object({
  currentVersion: z.string().transform(text => clean(text, 40) ?? '?'),
  latestVersion: z.string().transform(text => clean(text, 40) ?? '?'),
  channel: z.string().transform(text => clean(text, 40) ?? '?'),
});

const Heartbeat = z
  .object({ ts: instant, status: code, reason: code })
  .transform(({ ts, status, reason }) => ({ at: ts, status: status ?? 'unknown', reason }));

const count = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

/** Reads what a gateway says about each part. Nothing here throws; what is too much is cut, what is odd left out. */
export const READERS: { readonly [Name in PartName]: Reader<Name> } = {
  system: payload => {
    const health = asRecord(payload);
    if (health === undefined) return undefined;
    const plugins = asRecord(health['plugins']);
    return {
      eventLoop: EventLoop.parse(health['eventLoop'] ?? null),
      plugins:
        plugins === undefined
          ? null
          : {
              loaded: count(plugins['loaded']),
              failed: count(plugins['errors']),
              unavailable: count(plugins['unavailable']),
            },
      agents: Array.isArray(health['agents']) ? health['agents'].length : null,
    };
  },
  channels: payload => readChannels(payload),
  sessions: payload => {
    const answer = asRecord(payload);
    const list = rows(answer?.['sessions'], Session);
    if (list === undefined) return undefined;
    return {
      total: asCount(answer?.['totalCount']) ?? asCount(answer?.['count']) ?? list.length,
      running: list.filter(session => session.isRunning).length,
      failed: list.filter(session => session.hasFailed).length,
      list,
    };
  },
  // The method answers with a bare list, the event wraps it.
  presence: payload => rows(asRecord(payload)?.['presence'] ?? payload, Presence),
  usage: payload => {
    const providers = rows(asRecord(payload)?.['providers'], ProviderUsage);
    return providers === undefined
      ? undefined
      : { isRefreshing: asRecord(payload)?.['refreshing'] === true, providers };
  },
  models: payload => rows(asRecord(payload)?.['models'], Model),
  auth: payload => rows(asRecord(payload)?.['providers'], ProviderAuth),
  update: payload => {
    const update = asRecord(payload)?.['updateAvailable'];
    return update === null || update === undefined ? null : Update.safeParse(update).data;
  },
  heartbeat: payload => (payload === null ? null : Heartbeat.safeParse(payload).data),
  approvals: payload => (Array.isArray(payload) ? { waiting: payload.length } : undefined),
};

const Account = z
  .object({
    accountId: id,
    enabled: z.boolean().optional().catch(undefined),
    configured: z.boolean().optional().catch(undefined),
    linked: z.boolean().optional().catch(undefined),
    running: z.boolean().optional().catch(undefined),
    connected: z.boolean().optional().catch(undefined),
    lastError: z.unknown().optional(),
    reconnectAttempts: amount,
  })
  .transform(({ accountId, lastError, reconnectAttempts, ...account }) => ({
    accountId,
    state: channelState(account),
    reconnectAttempts: reconnectAttempts ?? 0,
    hasError: typeof lastError === 'string' && lastError !== '',
  }));

type Flags = Partial<Record<'enabled' | 'configured' | 'linked' | 'running' | 'connected', boolean | undefined>>;

function channelState(account: Flags): PartValue<'channels'>[number]['state'] {
  if (account.enabled === false) return 'disabled';
  if (account.configured === false) return 'not-configured';
  if (account.linked === false) return 'not-linked';
  if (account.connected === true) return 'connected';
  if (account.connected === false) return 'disconnected';
  return account.running === false ? 'stopped' : 'running';
}

function readChannels(payload: unknown): PartValue<'channels'> | undefined {
  const answer = asRecord(payload);
  const accountsOf = asRecord(answer?.['channelAccounts']);
  if (accountsOf === undefined) return undefined;
  const labels = asRecord(answer?.['channelLabels']);
  const ordered = rows(answer?.['channelOrder'], z.string()) ?? Object.keys(accountsOf).slice(0, MOST_ROWS);
  return ordered
    .flatMap(channel => {
      const accounts = Object.hasOwn(accountsOf, channel) ? (rows(accountsOf[channel], Account) ?? []) : [];
      const given = labels !== undefined && Object.hasOwn(labels, channel) ? labels[channel] : undefined;
      const label = clean(typeof given === 'string' ? given : channel, 60) ?? '?';
      return accounts.map(({ accountId, ...rest }) => ({
        id: clean(channel, 60) ?? '?',
        label,
        account: accounts.length > 1 ? accountId : null,
        ...rest,
      }));
    })
    .slice(0, MOST_ROWS);
}

/** The models in an answer of `models.list`; undefined when it cannot be read. */
export function readModels(payload: unknown): PartValue<'models'> | undefined {
  return READERS.models(payload) ?? undefined;
}
