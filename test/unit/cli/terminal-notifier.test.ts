import { describe, expect, it } from 'vitest';
import { TerminalNotifier } from '../../../electron/cli/terminal-notifier.ts';
import type { AppNotice } from '../../../electron/core/notify/index.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const NOTICE: AppNotice = {
  category: 'approval',
  title: 'Approve access to studio',
  body: 'Run the approval command.',
  priority: 'normal',
  click: { kind: 'open', view: 'gateways' },
  actions: [
    { label: 'Copy command', intent: { kind: 'copy', text: 'openclaw devices approve r1' } },
    { label: 'Open', intent: { kind: 'open', view: 'gateways' } },
  ],
};

function setUp() {
  const written: string[] = [];
  const logged: string[] = [];
  const notifier = new TerminalNotifier({
    stdout: { write: (text: string) => written.push(text) > 0 },
    logger: { ...silentLogger, info: event => void logged.push(event) },
    clock: new VirtualClock(new Date(2026, 0, 1, 16, 10).getTime()),
  });
  return { notifier, written, logged };
}

describe('TerminalNotifier', () => {
  it('writes a line with the time, and below it what is to be run', () => {
    const { notifier, written, logged } = setUp();
    notifier.show(NOTICE);
    expect(written).toEqual([
      '[16:10] Approve access to studio: Run the approval command.\n        openclaw devices approve r1\n',
    ]);
    expect(logged).toEqual(['notice']);
  });

  it('lets no name move the cursor', () => {
    const { notifier, written } = setUp();
    notifier.show({ ...NOTICE, title: 'a\u001b[2Jb\r\nc', actions: [] });
    expect(written).toEqual(['[16:10] a [2Jb  c: Run the approval command.\n']);
  });

  it('takes nothing back', () => {
    const { notifier, written } = setUp();
    notifier.clear('approval');
    expect(written).toEqual([]);
  });
});
