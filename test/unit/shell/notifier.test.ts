import { EventEmitter } from 'node:events';
import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import type { AppNotice, NoticeIntent } from '../../../electron/core/notify/index.ts';
import { ElectronNotifier } from '../../../electron/shell/notifier.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';

const NOTICE: AppNotice = {
  category: 'approval',
  title: 'Approve access to studio',
  body: 'Run the approval command.',
  priority: 'normal',
  click: { kind: 'open', view: 'gateways', id: 'studio' },
  actions: [{ label: 'Copy command', intent: { kind: 'copy', text: 'openclaw devices approve r1' } }],
};

function setUp({ throws = false } = {}) {
  const made: (EventEmitter & { options: NotificationConstructorOptions; isShown: boolean })[] = [];
  class Shown extends EventEmitter {
    readonly options: NotificationConstructorOptions;
    isShown = false;
    constructor(options: NotificationConstructorOptions) {
      super();
      this.options = options;
      made.push(this);
    }
    show(): void {
      if (throws) throw new Error('no notification server');
      this.isShown = true;
    }
    close(): void {
      this.isShown = false;
    }
  }
  const intents: NoticeIntent[] = [];
  const failures: string[] = [];
  const notifier = new ElectronNotifier({
    Notification: Shown as unknown as new (options: NotificationConstructorOptions) => ElectronNotification,
    logger: silentLogger,
    onIntent: intent => intents.push(intent),
    onFailed: reason => failures.push(reason),
  });
  return { notifier, made, intents, failures };
}

describe('ElectronNotifier', () => {
  it('shows a notice with its buttons, under a name by which the next one replaces it', () => {
    const { notifier, made } = setUp();
    notifier.show(NOTICE);
    notifier.show({ ...NOTICE, title: 'Another' });
    expect(made.map(({ options, isShown }) => [options.id, options.title, isShown])).toEqual([
      ['gatehouse-approval', 'Approve access to studio', false],
      ['gatehouse-approval', 'Another', true],
    ]);
    expect(made[0]?.options.actions).toEqual([{ type: 'button', text: 'Copy command' }]);
  });

  it('makes no sound for what is low, and says what is critical', () => {
    const { notifier, made } = setUp();
    notifier.show({ ...NOTICE, priority: 'low' });
    notifier.show({ ...NOTICE, priority: 'critical', category: 'proof' });
    expect(made.map(({ options }) => [options.silent, options.urgency])).toEqual([
      [true, 'low'],
      [false, 'critical'],
    ]);
  });

  it('hands out what a click and a button mean', () => {
    const { notifier, made, intents } = setUp();
    notifier.show(NOTICE);
    made[0]?.emit('click', {});
    made[0]?.emit('action', { actionIndex: 0 });
    made[0]?.emit('action', { actionIndex: 7 });
    expect(intents).toEqual([NOTICE.click, { kind: 'copy', text: 'openclaw devices approve r1' }]);
  });

  it('takes back what is over', () => {
    const { notifier, made } = setUp();
    notifier.show(NOTICE);
    notifier.clear('approval');
    notifier.clear('unknown');
    expect(made[0]?.isShown).toBe(false);
  });

  it('tells once that the system shows none, and goes on', () => {
    const { notifier, made, failures } = setUp();
    notifier.show(NOTICE);
    made[0]?.emit('failed', {}, 'Notifications are not allowed for this application');
    notifier.show({ ...NOTICE, category: 'other' });
    made[1]?.emit('failed', {}, 'Notifications are not allowed for this application');
    expect(failures).toEqual(['Notifications are not allowed for this application']);
  });

  it('survives a system that throws', () => {
    const { notifier, failures } = setUp({ throws: true });
    notifier.show(NOTICE);
    notifier.show(NOTICE);
    expect(failures).toEqual(['no notification server']);
  });
});
