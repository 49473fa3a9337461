import { describe, expect, it } from 'vitest';
import type { ActivityEntry, SubscriptionSummary } from '../../../electron/contract/index.ts';
import {
  accountStatus,
  gatewayStatus,
  gatewaySummary,
  subscriptionsStatus,
  teeStatus,
} from '../../helpers/snapshots.ts';
import { policy } from './support.ts';

const TEE = `0x${'7f3a9c'.padEnd(58, '0')}e21b04`;
const OTHER = `0x${'2be017'.padEnd(58, '0')}90cc31`;
const at = 1;

function entry(id: number, code: string): ActivityEntry {
  return { id, at, gate: 'app', tone: 'info', code, sentence: 's', cause: null, count: 1 };
}

function subscription(name: string, changes: Partial<SubscriptionSummary> = {}): SubscriptionSummary {
  return {
    id: `id-of-${name}`,
    name,
    state: 'ok',
    health: 'well',
    agents: 0,
    skipUntil: null,
    headroom: { windows: [] },
    ...changes,
  } as unknown as SubscriptionSummary;
}

function blocked(window: string, resetsAt: number): Partial<SubscriptionSummary> {
  const windows = [{ window, isBlocking: true, resetsAt }];
  return { state: 'limited', headroom: { windows } as unknown as SubscriptionSummary['headroom'] };
}

/** Half past noon on whatever clock the tests run by. */
const TEN_PAST_FOUR = new Date(2026, 0, 1, 16, 10).getTime();

describe('the notices of the visual direction, word for word', () => {
  it('approval needed', async () => {
    const { take, state, clock, last } = policy();
    const approval = { reason: 'new', requestId: 'r1', command: 'openclaw devices approve r1' };
    state.gateway = gatewayStatus({ state: 'waiting-for-approval', approval });
    take({ type: 'gatewayApprovalNeeded', at, profile: 'studio', ...approval });
    await clock.advance(2_000);
    expect(last()).toMatchObject({
      title: 'Approve access to studio',
      body: "Run the approval command on the gateway's computer. Gatehouse connects by itself afterwards.",
      click: { kind: 'open', view: 'gateways', id: 'studio' },
      actions: [{ label: 'Copy command', intent: { kind: 'copy', text: 'openclaw devices approve r1' } }],
    });
  });

  it('gateway lost, and back', async () => {
    const { stateTo, clock, last } = policy({ gatewayBack: true });
    stateTo('unreachable', 'ready');
    await clock.advance(30_000);
    expect(last()).toMatchObject({
      title: 'studio cannot be reached',
      body: 'No answer for 30 s. Gatehouse keeps trying. Private inference and agents are not affected.',
      actions: [{ label: 'Open', intent: { kind: 'open', view: 'gateways', id: 'studio' } }],
    });
    await clock.advance(220_000);
    stateTo('ready', 'unreachable');
    await clock.advance(2_000);
    expect(last()).toMatchObject({
      category: 'gatewayBack',
      title: 'studio is ready again',
      body: 'It was away for 4 min 10 s. Channels and sessions were restored.',
      actions: [],
    });
  });

  it('failover', async () => {
    const { take, state, clock, last } = policy();
    const details = { channels: { value: [1, 2, 3] }, sessions: { value: { total: 12 } } };
    state.gateway = gatewayStatus({ profile: 'attic', details: details as never });
    state.gateways = [gatewaySummary(), gatewaySummary({ id: 'a1', name: 'attic' })];
    take({
      type: 'gatewaySwitched',
      at,
      profile: 'attic',
      from: 'studio',
      to: 'attic',
      cause: 'unreachable',
      sentence: 'x',
    });
    await clock.advance(2_000);
    expect(last()).toMatchObject({
      title: 'Gateway is now attic',
      body: 'studio cannot be reached. attic took over 3 channels and 12 sessions.',
      actions: [{ label: 'Open', intent: { kind: 'open', view: 'gateways', id: 'a1' } }],
    });
  });

  it('limited scopes', async () => {
    const { take, state, clock, last } = policy();
    const scopes = { requested: ['operator.read'], granted: [], missing: ['operator.read'] };
    state.gateway = gatewayStatus({ state: 'limited', scopes });
    take({
      type: 'gatewayStateChanged',
      at,
      profile: 'studio',
      from: 'connecting',
      to: 'limited',
      reason: 'limited',
      sentence: 'x',
      afterMs: 0,
    });
    await clock.advance(2_000);
    expect(last()).toMatchObject({
      title: 'studio: limited access',
      body: 'Missing: operator.read. Channels and sessions stay hidden until it is granted.',
      actions: [{ label: 'Open' }],
    });
  });

  it('TEE switched', async () => {
    const { take, state, clock, last } = policy();
    state.activity = [entry(9, 'registryRead'), entry(8, 'teeSwitched')];
    take({ type: 'teeSwitched', at, from: OTHER, to: TEE, cause: 'keys-changed' });
    await clock.advance(2_000);
    expect(last()).toMatchObject({
      title: 'Requests go to another TEE',
      body: '0x7f3a9c…e21b04 replaced 0x2be017…90cc31, because its keys changed. No request was lost.',
      click: { kind: 'open', view: 'tees', id: TEE },
      actions: [{ label: 'Show why', intent: { kind: 'open', view: 'activity', id: '8' } }],
    });
  });

  it('does not promise that nothing was lost when a TEE failed', async () => {
    const { take, clock, last } = policy();
    take({ type: 'teeSwitched', at, from: OTHER, to: TEE, cause: 'unreachable' });
    await clock.advance(2_000);
    expect(last()?.body).not.toContain('lost');
  });

  it('no usable TEE', async () => {
    const { take, state, clock, last } = policy();
    const registry = { ...teeStatus().registry, listedTotal: 7, usableTotal: 0, lastReadAt: 1 };
    state.tee = teeStatus({ state: 'no-usable-tee', health: 'broken', registry });
    take({ type: 'teeSelectionFailed', at, code: 'no_usable_tee', reason: 'x' });
    await clock.advance(10_000);
    expect(last()).toMatchObject({
      title: 'Private inference is shut',
      body: '7 TEEs are listed and none is usable. Requests are refused until one is.',
      actions: [{ label: 'Show TEEs', intent: { kind: 'open', view: 'tees' } }],
    });
  });

  it('no TEE in a pause, which a person can end', async () => {
    const { take, state, clock, last } = policy();
    state.paused = { since: 0, until: null };
    state.tee = teeStatus({ state: 'no-usable-tee', health: 'broken', remedy: { text: 'x', command: 'resume' } });
    take({ type: 'teeSelectionFailed', at, code: 'tee_paused', reason: 'x' });
    await clock.advance(10_000);
    expect(last()).toMatchObject({
      body: 'Gatehouse is paused, and the TEE in use cannot be trusted any more. Requests are refused.',
      actions: [{ label: 'Resume', intent: { kind: 'command', command: { name: 'resume' } } }],
    });
  });

  it('proof failed', async () => {
    const { take, state, clock, last } = policy();
    state.activity = [entry(3, 'answerRefused')];
    take({ type: 'answerRefused', at, teeId: TEE, model: 'm', check: 'signature' });
    await clock.advance(2_000);
    expect(last()).toMatchObject({
      priority: 'critical',
      title: 'An answer was refused',
      body: 'The signature of 0x7f3a9c…e21b04 did not match. Nothing was passed on, the TEE is quarantined.',
      click: { kind: 'open', view: 'activity', id: '3' },
    });
  });

  it('signed out, in quiet hours too, and taken back after a login', async () => {
    const { take, state, clock, last, cleared } = policy({ quietHours: '00:00-23:59' });
    state.account = accountStatus({ state: 'signed-out', health: 'needs-you' });
    take({ type: 'accountSignedOut', at, account: 'you@example.org', cause: 'refused', revoked: false });
    await clock.advance(2_000);
    expect(last()).toMatchObject({
      title: 'Sign in again',
      body: 'Your sign-in has ended. Private inference is refused until you sign in.',
      actions: [{ label: 'Sign in', intent: { kind: 'command', command: { name: 'login', show: true } } }],
    });
    take({ type: 'accountSignedIn', at, account: 'you@example.org', via: 'browser' });
    expect(cleared).toContain('account');
  });

  it('signed out, and taken back when another program chose an account', async () => {
    const { take, state, clock, shown, cleared } = policy();
    state.account = accountStatus({ state: 'signed-out', health: 'needs-you' });
    take({ type: 'accountSignedOut', at, account: 'you@example.org', cause: 'refused', revoked: false });
    await clock.advance(2_000);
    expect(shown).toHaveLength(1);
    take({ type: 'accountChangedElsewhere', at, account: 'two@example.org' });
    expect(cleared).toContain('account');
  });

  it('says nothing to who signed out by hand, or needs no account', async () => {
    const { take, state, clock, shown } = policy();
    state.account = accountStatus({ state: 'signed-out', requestsUse: 'own-token' });
    take({ type: 'accountSignedOut', at, account: 'you', cause: 'refused', revoked: false });
    state.account = accountStatus({ state: 'signed-out' });
    take({ type: 'accountSignedOut', at, account: 'you', cause: 'by-hand', revoked: true });
    await clock.advance(60_000);
    expect(shown).toEqual([]);
  });

  it('subscription rotated', async () => {
    const { take, state, clock, last } = policy();
    const agents = [{ name: 'build-runner-eu-1', health: { activeTasks: 2 } }] as never;
    state.subscriptions = subscriptionsStatus({
      subscriptions: [subscription('team-max-2', blocked('5h', TEN_PAST_FOUR)), subscription('team-max-3')],
      agents,
    });
    state.activity = [entry(5, 'subscriptionSwitched')];
    take({
      type: 'subscriptionSwitched',
      at,
      agent: 'build-runner-eu-1',
      from: 'team-max-2',
      to: 'team-max-3',
      cause: 'failure',
      failureKind: 'rate_limit',
      result: 'hot_reloaded',
      headroom: null,
      reason: 'x',
    });
    await clock.advance(4_000);
    expect(last()).toMatchObject({
      title: 'build-runner-eu-1 was moved',
      body: 'team-max-2 → team-max-3, because the 5 h limit was reached. 2 jobs kept running.',
      click: { kind: 'open', view: 'subscriptions', id: 'id-of-team-max-3' },
      actions: [{ label: 'Show why', intent: { kind: 'open', view: 'activity', id: '5' } }],
    });
  });

  it('token refused, with whom it concerns, as one notice', async () => {
    const { take, state, clock, shown } = policy();
    state.subscriptions = subscriptionsStatus({ subscriptions: [subscription('legacy-pro')] });
    take({ type: 'tokenInvalid', at, subscription: 'legacy-pro', reason: 'x' });
    take({
      type: 'subscriptionSwitched',
      at,
      agent: 'docs',
      from: 'legacy-pro',
      to: 'personal-max',
      cause: 'failure',
      failureKind: 'auth',
      result: 'hot_reloaded',
      headroom: null,
      reason: 'x',
    });
    await clock.advance(60_000);
    expect(shown.map(({ notice }) => notice)).toMatchObject([
      {
        title: 'Token refused: legacy-pro',
        body: '1 agent was moved to personal-max. Replace the token to use it again.',
        actions: [{ label: 'Replace token', intent: { kind: 'open', view: 'subscriptions', id: 'id-of-legacy-pro' } }],
      },
    ]);
  });

  it('none usable', async () => {
    const { take, state, clock, shown, cleared } = policy();
    state.subscriptions = subscriptionsStatus({
      state: 'none-usable',
      health: 'broken',
      subscriptionsTotal: 5,
      assignedTotal: 3,
      nextReturnAt: TEN_PAST_FOUR,
      subscriptions: [subscription('team-max-1', blocked('5h', TEN_PAST_FOUR))],
    });
    for (const agent of ['a', 'b', 'c']) {
      take({ type: 'noAlternative', at, agent, subscription: 'team-max-1', reason: 'x', earliestResetAt: null });
    }
    await clock.advance(60_000);
    expect(shown.map(({ notice }) => notice)).toMatchObject([
      {
        title: 'No subscription is usable',
        body: 'All 5 are limited or refused. team-max-1 returns at 16:10. 3 agents wait.',
        actions: [{ label: 'Rotate…', intent: { kind: 'open', view: 'subscriptions' } }],
      },
    ]);
    take({ type: 'subscriptionAdded', at, subscription: 'new' });
    expect(cleared).toEqual(['subscriptionsShut']);
  });

  it('the chain is away, once and after five minutes, and taken back', async () => {
    const { take, state, clock, shown, cleared } = policy();
    const since = clock.now();
    state.tee = teeStatus({
      current: { teeId: TEE } as never,
      registry: { ...teeStatus().registry, unreachableSince: since, lastReadAt: since },
    });
    take({ type: 'registryUnreachable', at, since, reason: 'x' });
    await clock.advance(299_999);
    expect(shown).toEqual([]);
    await clock.advance(1);
    take({ type: 'registryUnreachable', at, since, reason: 'x' });
    await clock.advance(3_600_000);
    expect(shown.map(({ notice }) => notice)).toMatchObject([
      {
        title: 'The chain cannot be reached',
        body: 'The registry was last read 5 min ago. 0x7f3a9c…e21b04 is kept.',
        actions: [{ label: 'Check registry' }],
      },
    ]);
    take({ type: 'registryRecovered', at, since });
    expect(cleared).toEqual(['chain']);
  });

  it('nothing of a chain that is back within five minutes', async () => {
    const { take, clock, shown } = policy();
    take({ type: 'registryUnreachable', at, since: 1, reason: 'x' });
    await clock.advance(200_000);
    take({ type: 'registryRecovered', at, since: 1 });
    await clock.advance(3_600_000);
    expect(shown).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('the same in German', async () => {
    const { take, state, clock, last } = policy({}, 'de-AT');
    state.subscriptions = subscriptionsStatus({ subscriptions: [subscription('team-max-2', blocked('7d', 1))] });
    take({
      type: 'subscriptionSwitched',
      at,
      agent: 'bau',
      from: 'team-max-2',
      to: 'team-max-3',
      cause: 'failure',
      failureKind: 'rate_limit',
      result: 'hot_reloaded',
      headroom: null,
      reason: 'x',
    });
    await clock.advance(4_000);
    expect(last()).toMatchObject({
      title: 'Neues Abo für bau',
      body: 'team-max-2 → team-max-3, weil die 7-Tage-Grenze erreicht ist. Kein Auftrag wurde abgebrochen.',
      actions: [{ label: 'Grund zeigen' }],
    });
  });
});
