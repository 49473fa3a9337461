import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { endGroup } from '../../../electron/core/agents/process-group.ts';
import { SystemClock } from '../../../electron/core/platform/index.ts';

describe('ending a process on Windows', () => {
  it('ends all that it started at once, and leaves its number alone once it has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    const asked: number[] = [];
    const endTree = (pid: number): void => {
      asked.push(pid);
      process.kill(pid, 'SIGKILL');
    };
    const end = (): void => endGroup(child, new SystemClock(), 60_000, { platform: 'win32', endTree });
    end();
    await ended;
    end();
    expect(asked).toEqual([child.pid]);
  });
});
