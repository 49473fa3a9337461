import type { DomainEvent, StatusSnapshot } from '../../../electron/contract/index.ts';
import { SettingsSchema } from '../../../electron/core/config/index.ts';
import { type AppNotice, Notifications, noticeTexts } from '../../../electron/core/notify/index.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import {
  accountStatus,
  gatewayStatus,
  gatewaySummary,
  proxyStatus,
  subscriptionsStatus,
  teeStatus,
  updatesStatus,
} from '../../helpers/snapshots.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

export interface Shown {
  readonly at: number;
  readonly notice: AppNotice;
}

type State = { -readonly [Key in keyof StatusSnapshot]: StatusSnapshot[Key] } & { seen: boolean };

/** The policy on a clock that stands still, with all that it showed. `state` is what snapshots say from then on. */
export function policy(settings: Record<string, unknown> = {}, locale = 'en') {
  const clock = new VirtualClock();
  const shown: Shown[] = [];
  const cleared: string[] = [];
  const state = {
    paused: null,
    safeMode: null,
    gateway: gatewayStatus(),
    gateways: [gatewaySummary()],
    account: accountStatus(),
    tee: teeStatus(),
    proxy: proxyStatus(),
    subscriptions: subscriptionsStatus(),
    updates: updatesStatus(),
    activity: [],
    seen: false,
  } as unknown as State;
  const inForce = SettingsSchema.parse({ notifications: settings }).notifications;
  const notifications = new Notifications({
    settings: inForce,
    notifier: {
      show: notice => shown.push({ at: clock.monotonicMs(), notice }),
      clear: category => cleared.push(category),
    },
    texts: () => noticeTexts(locale),
    clock,
    logger: silentLogger,
    snapshot: () => state,
    isSeen: () => state.seen,
  });
  const stateTo = (
    to: 'ready' | 'unreachable' | 'restarting',
    from: 'ready' | 'connecting' | 'unreachable',
    afterMs = 0,
  ) => {
    state.gateway = gatewayStatus({ state: to });
    take({
      type: 'gatewayStateChanged',
      at: clock.now(),
      profile: 'studio',
      from,
      to,
      reason: null,
      sentence: 'A sentence.',
      afterMs,
    });
  };
  const take = (event: DomainEvent): void => notifications.take(event);
  const titles = (): string[] => shown.map(({ notice }) => notice.title);
  const last = (): AppNotice | undefined => shown.at(-1)?.notice;
  return { clock, settings: inForce, shown, cleared, state, notifications, take, stateTo, titles, last };
}
