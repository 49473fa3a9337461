import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../../electron/contract/index.ts';
import { answer, asked, played, refuse } from '../played.ts';

type Played = ReturnType<typeof played>;

const methods = ['health', 'models.list'];
const error = 'prompt-planted /home/someone sk-planted0000';
const detail = (failoverReason: string) => ({ provider: 'fake', model: 'm1', failoverReason });
const lifecycle = (data: Record<string, unknown>, runId = 'run-1') => ({ runId, stream: 'lifecycle', ts: 1, data });
const chat = (more: Record<string, unknown> = {}, runId = 'run-1') => ({
  runId,
  sessionKey: 'agent:main:t-1',
  agentId: 'main',
  state: 'error',
  errorMessage: error,
  ...more,
});
const told = ({ events }: Played) =>
  events.filter(
    (event): event is Extract<DomainEvent, { type: 'agentProviderFailed' }> => event.type === 'agentProviderFailed',
  );

async function ready(): Promise<Played> {
  const sut = played(socket => socket.hello({ methods }));
  await sut.clock.advance(0);
  answer(sut, 'models.list', { models: [] });
  await sut.clock.advance(0);
  return sut;
}

/** Lets the grace pass and answers what is asked about the models. */
async function settle(sut: Played, models: readonly unknown[] = []): Promise<void> {
  const before = asked(sut, 'models.list');
  await sut.clock.advance(500);
  if (asked(sut, 'models.list') > before) answer(sut, 'models.list', { models });
  await sut.clock.advance(0);
}

/** The whole sequence of a run that gateway 2026.9.1 sends: tries, last step, end, and the chat error twice. */
function fail(sut: Played, failoverReason: string): void {
  const socket = sut.sockets.last;
  socket.event('agent', lifecycle({ phase: 'start' }));
  socket.event('agent', lifecycle({ phase: 'finishing', error, errorObservation: {} }));
  socket.event('agent', lifecycle({ phase: 'start' }));
  socket.event('agent', lifecycle({ phase: 'fallback_step', fallbackStepFromFailureReason: failoverReason }));
  socket.event('agent', lifecycle({ phase: 'error', error, executionSettled: true }));
  socket.event('chat', chat({ errorDetail: detail(failoverReason) }));
  socket.event('chat', chat({ seq: 1 }));
}

describe('row 30: provider failures', () => {
  it.each([
    ['rate_limit', 'rate_limit'],
    ['billing', 'billing'],
    ['auth', 'auth'],
    ['auth_permanent', 'auth'],
    ['timeout', 'timeout'],
    ['overloaded', 'overloaded'],
    ['server_error', 'server_error'],
    ['model_not_found', 'model_not_found'],
    ['tls_certificate', 'tls'],
    ['unclassified', 'unknown'],
  ])('tells a run that failed of %s once, as %s, without the text of the gateway', async (failoverReason, kind) => {
    const sut = await ready();
    fail(sut, failoverReason);
    await settle(sut);
    sut.sockets.last.event('chat', chat({ seq: 2 }));
    await settle(sut);
    expect(told(sut)).toHaveLength(1);
    const { sentence, ...facts } = told(sut)[0]!;
    expect(facts).toEqual({
      type: 'agentProviderFailed',
      at: expect.any(Number),
      profile: 'studio',
      runId: 'run-1',
      agentId: 'main',
      sessionKey: 'agent:main:t-1',
      provider: 'fake',
      model: 'm1',
      failoverReason,
      kind,
      until: null,
    });
    expect(sentence).toMatch(/^[A-Z].*fake.*\.$|^Fake.*\.$/);
    expect(JSON.stringify([sut.events, sut.log])).not.toContain('planted');
  });

  it('says until when the gateway pauses the model', async () => {
    const sut = await ready();
    fail(sut, 'billing');
    const paused = { available: false, unavailableReason: 'cooldown' };
    await settle(sut, [
      { id: 'm0', provider: 'fake', ...paused, unavailableUntil: 1 },
      { id: 'm1', provider: 'fake', ...paused, unavailableUntil: 1_795_228_527_013 },
    ]);
    expect(told(sut)[0]).toMatchObject({ kind: 'billing', until: 1_795_228_527_013 });
  });

  it('takes a failure of text only for what the models say', async () => {
    const sut = await ready();
    sut.sockets.last.event('chat', chat());
    await settle(sut, [
      { id: 'm0', provider: 'other', available: true },
      {
        id: 'm1',
        provider: 'fake',
        tags: ['default'],
        available: false,
        unavailableReason: 'cooldown',
        unavailableUntil: 9,
      },
    ]);
    expect(told(sut)).toMatchObject([
      { kind: 'cooldown', provider: 'fake', model: 'm1', until: 9, failoverReason: null },
    ]);
    expect(told(sut)[0]!.sentence).toBe('Studio pauses fake after earlier errors.');
  });

  it('says nothing of a failure that no provider is known to be behind', async () => {
    const sut = await ready();
    sut.sockets.last.event('chat', chat());
    await settle(sut, [{ id: 'm1', provider: 'fake', available: true }]);
    fail(sut, 'context_overflow');
    await settle(sut);
    expect(told(sut)).toEqual([]);
  });

  it('says nothing of a run that is tried again and ends well', async () => {
    const sut = await ready();
    const socket = sut.sockets.last;
    socket.event('agent', lifecycle({ phase: 'finishing', error }));
    socket.event('agent', lifecycle({ phase: 'fallback_step', fallbackStepFromFailureReason: 'rate_limit' }));
    socket.event('agent', lifecycle({ phase: 'error', error, executionSettled: false }));
    socket.event('chat', { runId: 'run-1', state: 'final' });
    await settle(sut);
    expect(told(sut)).toEqual([]);
  });

  it('knows the reason from the last step when the chat error does not tell, or never comes', async () => {
    const sut = await ready();
    sut.sockets.last.event('agent', lifecycle({ phase: 'fallback_step', fallbackStepFromFailureReason: 'auth' }));
    sut.sockets.last.event('agent', lifecycle({ phase: 'error', error, executionSettled: true }));
    await settle(sut);
    expect(told(sut)).toMatchObject([{ kind: 'auth', provider: null, runId: 'run-1' }]);
  });

  it('tells of a heartbeat, which has no run', async () => {
    const sut = await ready();
    sut.sockets.last.event('heartbeat', { ts: 7, status: 'failed', reason: 'agent-runner-failure', preview: error });
    await settle(sut, [{ id: 'm1', provider: 'fake', available: false, unavailableReason: 'auth-failed' }]);
    expect(told(sut)).toMatchObject([{ runId: 'heartbeat:7', kind: 'auth', provider: 'fake' }]);
  });

  it('tells without an end when the gateway refuses to say it, and not at all after the connection', async () => {
    const sut = await ready();
    fail(sut, 'rate_limit');
    await sut.clock.advance(500);
    refuse(sut, 'models.list', { code: 'UNAVAILABLE', retryable: true });
    await sut.clock.advance(0);
    expect(told(sut)).toMatchObject([{ kind: 'rate_limit', until: null }]);
    sut.sockets.last.event('chat', chat({}, 'run-2'));
    await sut.client.stop();
    expect(sut.clock.pending).toBe(0);
    expect(told(sut)).toHaveLength(1);
  });

  it('stays small under a flood of runs that never end', async () => {
    const sut = await ready();
    for (let run = 0; run < 10_000; run += 1) {
      sut.sockets.last.event('chat', chat({ errorDetail: detail('rate_limit') }, `run-${run}`));
    }
    expect(sut.clock.pending).toBeLessThan(80);
  });
});
