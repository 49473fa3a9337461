import type { Desktop } from './driver.ts';
import { startSessionBus } from './session-bus.ts';

/** What the system's notifications look like from outside of the application. */
export interface SeenNotices {
  /** How many are shown. */
  count(): Promise<number>;
  /** Clicks the one that is shown first. */
  click(): Promise<void>;
  /** The words of what was shown. */
  told(): Promise<string>;
}

/** Where notifications go on this system. */
export interface NoticeServer {
  /** For the application, so that it finds it. */
  readonly env: Readonly<Record<string, string>>;
  on(desktop: Desktop): SeenNotices;
  stop(): void;
}

/**
 * Linux shows notifications over D-Bus, so there they are seen on a real server. The other systems let nobody look at
 * theirs: what the back end recorded at the application's border is seen instead.
 */
export async function startNoticeServer(home: string): Promise<NoticeServer> {
  if (process.platform !== 'linux') return { env: {}, on: recorded, stop: () => undefined };
  const bus = await startSessionBus(home);
  return {
    env: bus.env,
    on: () => ({ count: () => bus.displayed(), click: () => bus.click(), told: () => bus.history() }),
    stop: () => bus.stop(),
  };
}

function recorded(desktop: Desktop): SeenNotices {
  const told = new Set<string>();
  const look = async () => {
    const shown = await desktop.notifications();
    for (const { title, body } of shown) told.add(`${title}\n${body}`);
    return shown;
  };
  return {
    count: async () => (await look()).length,
    click: async () => {
      const [first] = await look();
      if (first === undefined) throw new Error('No notification is shown.');
      await desktop.clickNotification(first.title);
    },
    told: async () => {
      await look();
      return [...told].join('\n');
    },
  };
}
