import { describe, expect, it } from 'vitest';
import { AssignedLease } from '../../../../electron/core/app/subscriptions/assigned-lease.ts';
import type { Parts } from '../../../../electron/core/app/subscriptions/parts.ts';
import type { ProviderLease } from '../../../../electron/core/proxy/index.ts';
import type { FailureReport, Subscription, SwitchResult } from '../../../../electron/core/subscriptions/index.ts';
import { Happening } from '../../../helpers/pass-through.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const ON_A = { id: 'a', name: 'A', kind: 'setup_token', replacedAtMs: null } as Subscription;
const REJECTED = {
  status: 429,
  headers: { 'anthropic-ratelimit-unified-status': 'rejected' },
  body: '{"type":"error","error":{"type":"rate_limit_error","message":"Used up."}}',
};
const SWITCHED = { switched: true } as SwitchResult;
const never = new AbortController().signal;

function lease({
  agentFailed,
  present = ON_A,
  isRepeat = false,
}: {
  readonly agentFailed: (report: FailureReport, signal: AbortSignal) => Promise<SwitchResult>;
  readonly present?: Subscription;
  readonly isRepeat?: boolean;
}) {
  const observed: number[] = [];
  const faults: unknown[] = [];
  const next = {} as ProviderLease;
  const parts = {
    rotator: { agentFailed },
    vault: { byId: () => present },
    book: { observe: (_id: string, { status }: { status: number }) => void observed.push(status) },
    call: {
      baseUrl: new URL('https://provider.test'),
      credential: (token: string) => ({ headers: { authorization: token }, betas: [] }),
    },
  } as unknown as Parts;
  const assigned = new AssignedLease({
    parts,
    agent: 'coder',
    subscription: ON_A,
    token: 't',
    generation: 4,
    isRepeat,
    lifetime: never,
    clock: new VirtualClock(),
    next: async () => next,
    onFault: error => faults.push(error),
  });
  return { assigned, observed, faults, next };
}

describe('the hold of a request on its subscription', () => {
  it('holds a refusal against what it began with, and gives what comes next', async () => {
    const reports: FailureReport[] = [];
    const { assigned, next, observed } = lease({
      agentFailed: async report => {
        reports.push(report);
        return SWITCHED;
      },
    });
    expect(await assigned.refused(REJECTED, never)).toBe(next);
    expect(reports).toMatchObject([
      { agent: 'coder', subscription: 'a', generation: 4, status: 429, message: 'Used up.', isRepeat: false },
    ]);
    expect(observed).toEqual([429]);
  });

  it.each<[string, SwitchResult, boolean, boolean]>([
    ['somebody else has moved the agent', { switched: false, why: 'stale' } as SwitchResult, false, true],
    ['somebody else is moving the agent', { switched: false, why: 'busy' } as SwitchResult, false, true],
    ['there is nowhere to go', { switched: false, why: 'no_alternative' } as SwitchResult, false, false],
    ['only a person may move it', { switched: false, why: 'disabled' } as SwitchResult, false, false],
    ['the request was moved already', SWITCHED, true, false],
  ])('may be given up for another when %s', async (_when, result, isRepeat, expected) => {
    const { assigned, next } = lease({ agentFailed: async () => result, isRepeat });
    expect(await assigned.refused(REJECTED, never)).toBe(expected ? next : undefined);
  });

  it('asks nobody about what says nothing against the credential', async () => {
    const { assigned, observed } = lease({ agentFailed: () => Promise.reject(new Error('asked')) });
    for (const status of [400, 404, 500, 529]) {
      expect(await assigned.refused({ status, headers: {}, body: '' }, never)).toBeUndefined();
    }
    expect(observed).toEqual([400, 404, 500, 529]);
  });

  it('takes nothing for a reading of a token that was replaced meanwhile', () => {
    const { assigned, observed } = lease({ agentFailed: async () => SWITCHED, present: { ...ON_A, replacedAtMs: 5 } });
    assigned.answered({ status: 200, headers: {} });
    expect(observed).toEqual([]);
  });

  it('leaves the refusal as it is when it cannot be taken in, and says why', async () => {
    const fault = new Error('disk full');
    const { assigned, faults } = lease({ agentFailed: () => Promise.reject(fault) });
    expect(await assigned.refused(REJECTED, never)).toBeUndefined();
    expect(faults).toEqual([fault]);
  });

  it('carries a move to its end although the client leaves', async () => {
    const [begun, goOn] = [new Happening(), new Happening()];
    let within: AbortSignal | undefined;
    let isDone = false;
    const { assigned, observed } = lease({
      agentFailed: async (_report, signal) => {
        within = signal;
        begun.happen();
        await goOn.promise;
        isDone = true;
        return SWITCHED;
      },
    });
    const client = new AbortController();
    const waiting = assigned.refused(REJECTED, client.signal);
    await begun.promise;
    client.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    expect(within?.aborted).toBe(false);
    goOn.happen();
    await expect.poll(() => observed).toEqual([429]);
    expect(isDone).toBe(true);
  });
});
