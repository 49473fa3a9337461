import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Assignment, LocalState } from '../../../../electron/core/subscriptions/index.ts';
import { rotationBench } from '../../../helpers/rotation-fleet.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const clock = new VirtualClock();

const ASSIGNMENT: Assignment = {
  agent: 'one',
  subscriptionId: 'id-a',
  generation: 3,
  sinceMs: 1,
  cause: 'by_hand',
  confirmedGeneration: 2,
  maybeLive: ['id-a'],
  result: 'failed: the agent takes the order for an old one',
};

async function opened(home: string): Promise<LocalState> {
  const state = new LocalState({ home, clock });
  expect(await state.open(signal)).toEqual([]);
  return state;
}

/** A host whose file has this assignment, as another version wrote it. */
async function written(assignment: object): Promise<LocalState> {
  const home = await tempHome();
  await (await opened(home)).retire('id-old', signal);
  const path = join(home, 'assignments.json');
  const file = JSON.parse(await readFile(path, 'utf8')) as { content: { assignments: object } };
  file.content.assignments = { one: assignment };
  await writeFile(path, JSON.stringify(file));
  return opened(home);
}

describe('why an order failed', () => {
  it('is kept by code beside the words, and goes with the next order', async () => {
    const home = await tempHome();
    const made = await rotationBench({ home, clock });
    await made.add('a');
    await made.add('b');
    const agent = await made.agent('one', 'a');
    agent.reply = { kind: 'unreachable', reason: 'the connection was refused', told: { code: 'agent_refuses' } };
    const told = { code: 'order_no_hook', of: { code: 'order_unreached', of: { code: 'agent_refuses' } } };
    expect(await made.rotator.byHand.assign('one', 'b', signal)).toMatchObject({ told });
    expect(await (await opened(home)).read('one', signal)).toMatchObject({ told });

    agent.reply = { kind: 'reloaded', envShadow: [], durable: true };
    await made.rotator.byHand.assign('one', 'a', signal);
    expect((await (await opened(home)).read('one', signal))?.told).toBeUndefined();
  });

  it('is the words alone in a file of an earlier version', async () => {
    expect(await (await written(ASSIGNMENT)).read('one', signal)).toEqual(ASSIGNMENT);
  });

  it('is the words alone where a later version wrote a code that is not known here', async () => {
    const state = await written({ ...ASSIGNMENT, told: { code: 'order_of_tomorrow' } });
    const read = await state.read('one', signal);
    expect(read).toMatchObject({ result: ASSIGNMENT.result });
    expect(read?.told).toBeUndefined();
  });

  it('keeps an agent’s own words, and none of the token', async () => {
    const made = await rotationBench({ home: await tempHome(), clock });
    await made.add('a');
    const agent = await made.agent('one', 'a');
    agent.reply = { kind: 'rejected', status: 500, reason: `x${'y'.repeat(900)}` };
    const { told } = (await made.rotator.byHand.clear('one', signal)) as { told?: { why?: string } };
    expect(told).toMatchObject({ code: 'order_refused', count: 500 });
    expect(told?.why).toHaveLength(300);
  });
});
