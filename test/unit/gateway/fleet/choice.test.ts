import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Choice,
  type ChoiceEvent,
  type ChoicePolicy,
  type ChoiceStep,
  choose,
  NO_CHOICE,
} from '../../../../electron/core/gateway/fleet/choice.ts';
import type { Standing } from '../../../../electron/core/gateway/fleet/standing.ts';

const MINUTE = 60_000;
const POLICY: ChoicePolicy = { isEnabled: true, returnAfterMs: MINUTE, mostReturnAfterMs: 60 * MINUTE };
const UP: Standing = { kind: 'up' };
const PENDING: Standing = { kind: 'pending' };
const OFFLINE: Standing = { kind: 'offline' };
const GONE: Standing = { kind: 'down', cause: 'unreachable' };

/** The choice with a clock and everything that it said. */
class Table {
  nowMs = 0;
  choice: Choice = NO_CHOICE;
  last: ChoiceStep | undefined;
  readonly switches: string[] = [];
  readonly #policy: ChoicePolicy;

  constructor(
    policy: Partial<ChoicePolicy> = {},
    members = [1, 2].map(priority => ({ id: `g${priority}`, priority })),
  ) {
    this.#policy = { ...POLICY, ...policy };
    this.hear({ type: 'members', members });
  }

  hear(event: ChoiceEvent): this {
    const step = choose(this.choice, event, this.nowMs, this.#policy);
    this.choice = step.choice;
    this.last = step;
    if (step.switched !== null) this.switches.push(`${step.switched.from}>${step.switched.to} ${step.switched.cause}`);
    return this;
  }

  stands(id: string, standing: Standing): this {
    return this.hear({ type: 'standing', id, standing });
  }

  pass(ms: number): this {
    this.nowMs += ms;
    return this.hear({ type: 'tick' });
  }

  get active(): string | null {
    return this.choice.activeId;
  }
}

describe('choose', () => {
  it('begins with the best by priority, the first of equals, and without an event', () => {
    const table = new Table({}, [
      { id: 'late', priority: 5 },
      { id: 'first', priority: 1 },
      { id: 'second', priority: 1 },
    ]);
    expect(table.active).toBe('first');
    expect(table.switches).toEqual([]);
  });

  it('waits for a gateway that is still trying, although another one serves', () => {
    const table = new Table()
      .stands('g2', UP)
      .stands('g1', PENDING)
      .pass(10 * MINUTE);
    expect(table.active).toBe('g1');
    expect(table.last?.tickInMs).toBeNull();
  });

  it.each(['unreachable', 'refused', 'stopped', 'approval'] as const)(
    'leaves a gateway that is down because of %s at once, and says so',
    cause => {
      const table = new Table().stands('g1', UP).stands('g2', UP).stands('g1', { kind: 'down', cause });
      expect(table.switches).toEqual([`g1>g2 ${cause}`]);
    },
  );

  it('stays where it is while nobody serves, and takes the first that does', () => {
    const table = new Table().stands('g1', GONE);
    expect(table.active).toBe('g1');
    table.stands('g2', GONE).stands('g2', UP);
    expect(table.switches).toEqual(['g1>g2 unreachable']);
  });

  it('goes back when the better one has been stable for its time, not a moment sooner', () => {
    const table = new Table().stands('g2', UP).stands('g1', GONE).stands('g1', UP);
    expect(table.last?.tickInMs).toBe(MINUTE);
    table.pass(MINUTE - 1);
    expect(table.active).toBe('g2');
    table.pass(1);
    expect(table.switches).toEqual(['g1>g2 unreachable', 'g2>g1 returned']);
  });

  it('leaves one that is out of reach while this computer is offline at once, and goes back by the ordinary rules', () => {
    const table = new Table().stands('g1', UP).stands('g2', UP).stands('g1', OFFLINE);
    expect(table.switches).toEqual(['g1>g2 offline']);
    table
      .pass(10 * MINUTE)
      .stands('g1', PENDING)
      .stands('g1', UP);
    table.pass(MINUTE - 1);
    expect(table.active).toBe('g2');
    table.pass(1);
    expect(table.switches).toEqual(['g1>g2 offline', 'g2>g1 returned']);
  });

  it('takes the first that serves after the one in use went out of reach, and stays where none does', () => {
    const table = new Table().stands('g1', UP).stands('g2', OFFLINE).stands('g1', OFFLINE);
    expect(table.active).toBe('g1');
    table.stands('g2', UP);
    expect(table.switches).toEqual(['g1>g2 offline']);
  });

  it('takes a time offline for no failed return', () => {
    const table = new Table().stands('g2', UP).stands('g1', GONE).stands('g1', UP).pass(MINUTE);
    table.pass(1_000).stands('g1', OFFLINE);
    expect(table.choice.members[0]?.failedReturns).toBe(0);
    table.stands('g1', UP).pass(MINUTE);
    expect(table.switches.slice(2)).toEqual(['g1>g2 offline', 'g2>g1 returned']);
  });

  it('counts the time anew when the better one breaks in between', () => {
    const table = new Table()
      .stands('g2', UP)
      .stands('g1', GONE)
      .stands('g1', UP)
      .pass(MINUTE - 1);
    table
      .stands('g1', PENDING)
      .stands('g1', UP)
      .pass(MINUTE - 1);
    expect(table.active).toBe('g2');
    expect(table.pass(1).active).toBe('g1');
  });

  it('does not go back while the gateway in use serves and is as good', () => {
    const table = new Table({}, [
      { id: 'a', priority: 1 },
      { id: 'b', priority: 1 },
    ]);
    table
      .stands('b', UP)
      .stands('a', GONE)
      .stands('a', UP)
      .pass(90 * MINUTE);
    expect(table.active).toBe('b');
  });

  it('doubles the time after each return that did not last, up to a limit', () => {
    const table = new Table({ mostReturnAfterMs: 5 * MINUTE }).stands('g2', UP);
    const waits: (number | null | undefined)[] = [];
    for (let round = 0; round < 5; round += 1) {
      table.stands('g1', GONE).stands('g1', UP);
      waits.push(table.last?.tickInMs);
      table.pass(table.last?.tickInMs ?? 0);
      expect(table.active).toBe('g1');
    }
    expect(waits).toEqual([1, 2, 4, 5, 5].map(minutes => minutes * MINUTE));
  });

  it('forgets failed returns once one has lasted', () => {
    const table = new Table().stands('g2', UP);
    for (let round = 0; round < 2; round += 1) {
      table.stands('g1', GONE).stands('g1', UP);
      table.pass(table.last?.tickInMs ?? 0);
    }
    table
      .pass(4 * MINUTE)
      .stands('g1', GONE)
      .stands('g1', UP);
    expect(table.last?.tickInMs).toBe(MINUTE);
  });

  it('keeps what a person chose however it stands, and takes the best that serves afterwards', () => {
    const table = new Table().stands('g1', UP).stands('g2', UP).hear({ type: 'pin', id: 'g2' });
    table.stands('g2', GONE).pass(10 * MINUTE);
    expect(table.active).toBe('g2');
    table.hear({ type: 'pin', id: null });
    expect(table.switches).toEqual(['g1>g2 by-hand', 'g2>g1 by-hand']);
  });

  it('goes on with another one when the one in use is removed, and ends with none', () => {
    const table = new Table().stands('g1', UP).hear({ type: 'pin', id: 'g1' });
    table.hear({ type: 'members', members: [{ id: 'g2', priority: 2 }] });
    expect(table.switches).toEqual(['g1>g2 removed']);
    expect(table.choice.pinnedId).toBeNull();
    expect(table.hear({ type: 'members', members: [] }).active).toBeNull();
  });

  it('switches by hand only when failover is off', () => {
    const table = new Table({ isEnabled: false })
      .stands('g2', UP)
      .stands('g1', GONE)
      .pass(10 * MINUTE);
    expect(table.active).toBe('g1');
    table
      .hear({ type: 'pin', id: 'g2' })
      .stands('g1', UP)
      .pass(10 * MINUTE);
    expect(table.active).toBe('g2');
    table.hear({ type: 'pin', id: null });
    expect(table.switches).toEqual(['g1>g2 by-hand', 'g2>g1 by-hand']);
  });

  it('takes over with a gateway that was added as the better one, once it has been stable', () => {
    const table = new Table({}, [{ id: 'g2', priority: 2 }]).stands('g2', UP);
    table.hear({ type: 'members', members: [1, 2].map(priority => ({ id: `g${priority}`, priority })) });
    table.stands('g1', UP).pass(MINUTE);
    expect(table.switches).toEqual(['g2>g1 preferred']);
  });
});

const ids = ['a', 'b', 'c'];
const standing = fc.constantFrom<Standing>(UP, PENDING, GONE, { kind: 'down', cause: 'refused' });
const event: fc.Arbitrary<ChoiceEvent> = fc.oneof(
  fc.record({ type: fc.constant('standing' as const), id: fc.constantFrom(...ids), standing }),
  fc.record({ type: fc.constant('pin' as const), id: fc.constantFrom(...ids, null, 'unknown') }),
  fc.constant<ChoiceEvent>({ type: 'tick' }),
  fc.record({
    type: fc.constant('members' as const),
    members: fc.uniqueArray(fc.record({ id: fc.constantFrom(...ids), priority: fc.integer({ min: 1, max: 3 }) }), {
      selector: ({ id }) => id,
    }),
  }),
);
const steps = fc.array(fc.tuple(event, fc.integer({ min: 0, max: 5 * MINUTE })), { maxLength: 60 });

describe('whatever happens', () => {
  it('one member is active, and one that serves is left only for a better one, by hand, or with its removal', () => {
    fc.assert(
      fc.property(steps, fc.boolean(), (happenings, isEnabled) => {
        const table = new Table({ isEnabled }, []);
        for (const [heard, passMs] of happenings) {
          table.nowMs += passMs;
          table.hear(heard);
          const { choice, last } = table;
          expect(choice.members.some(({ id }) => id === choice.activeId)).toBe(choice.members.length > 0);
          if (choice.pinnedId !== null) expect(choice.activeId).toBe(choice.pinnedId);
          const { switched } = last ?? {};
          if (!switched || ['by-hand', 'removed'].includes(switched.cause)) continue;
          const left = choice.members.find(({ id }) => id === switched.from);
          const taken = choice.members.find(({ id }) => id === switched.to);
          if (left?.standing.kind !== 'down') expect(taken?.priority).toBeLessThan(left?.priority ?? 0);
          if (isEnabled) expect(taken?.standing.kind).toBe('up');
        }
      }),
    );
  });

  it('settles: without news the timer ends after as many switches as there are gateways', () => {
    fc.assert(
      fc.property(steps, happenings => {
        const table = new Table({}, []);
        for (const [heard, passMs] of happenings) {
          table.nowMs += passMs;
          table.hear(heard);
        }
        const before = table.switches.length;
        for (let round = 0; round < ids.length + 1 && table.last?.tickInMs != null; round += 1) {
          table.pass(table.last.tickInMs);
        }
        expect(table.last?.tickInMs ?? null).toBeNull();
        expect(table.switches.length - before).toBeLessThanOrEqual(ids.length);
      }),
    );
  });

  it('no flapping makes a gateway ping-pong: returns within an hour stay few', () => {
    const table = new Table().stands('g2', UP);
    while (table.nowMs < 60 * MINUTE) {
      table.stands('g1', GONE).stands('g1', UP);
      table.pass(table.last?.tickInMs ?? 1_000);
    }
    expect(table.switches.filter(line => line.endsWith('returned')).length).toBeLessThanOrEqual(7);
  });
});
