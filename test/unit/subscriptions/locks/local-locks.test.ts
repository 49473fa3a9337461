import { expect, it } from 'vitest';
import { LocalLocks } from '../../../../electron/core/subscriptions/index.ts';

const { signal } = new AbortController();

function gate(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

it('serves one at a time for each agent, in the order of asking, with growing numbers', async () => {
  const locks = new LocalLocks();
  const order: string[] = [];
  const numbers: bigint[] = [];
  const hold = (name: string) =>
    locks.withLock('one', signal, async fence => {
      numbers.push(fence.token);
      order.push(`${name} in`);
      await new Promise<void>(resolve => setImmediate(resolve));
      order.push(`${name} out`);
    });
  await Promise.all([hold('a'), hold('b'), hold('c')]);
  expect(order).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
  expect(numbers).toEqual([...numbers].sort());
  expect(new Set(numbers).size).toBe(3);
});

it('lets other agents through', async () => {
  const locks = new LocalLocks();
  const held = gate();
  const first = locks.withLock('one', signal, () => held.opened);
  expect(await locks.withLock('two', signal, async () => 'through')).toBe('through');
  held.open();
  await first;
});

it('goes on after a holder that throws', async () => {
  const locks = new LocalLocks();
  const first = locks.withLock('one', signal, async () => {
    throw new Error('no');
  });
  const second = locks.withLock('one', signal, async () => 'next');
  await expect(first).rejects.toThrow('no');
  expect(await second).toBe('next');
});

it('rejects who gives up waiting at once, and the one behind still waits for the holder', async () => {
  const locks = new LocalLocks();
  const held = gate();
  const stop = new AbortController();
  let isOut = false;
  const first = locks.withLock('one', signal, async () => {
    await held.opened;
    isOut = true;
  });
  const second = locks.withLock('one', stop.signal, async () => 'never');
  const third = locks.withLock('one', signal, async () => isOut);
  stop.abort(new Error('enough'));
  await expect(second).rejects.toThrow('enough');
  held.open();
  await first;
  expect(await third).toBe(true);
});
