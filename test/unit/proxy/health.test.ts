import { describe, expect, it } from 'vitest';
import type { TeeStatus } from '../../../electron/contract/index.ts';
import { reportHealth } from '../../../electron/core/proxy/health.ts';
import { ATTESTED } from '../../helpers/running-proxy.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const { signal } = new AbortController();

function report(tee: TeeStatus, signedIn: () => Promise<boolean> = async () => true): ReturnType<typeof reportHealth> {
  return reportHealth({ signedIn, tee: () => tee }, undefined, false, new VirtualClock(90_000), signal);
}

const without = (state: TeeStatus['state']): TeeStatus => ({ ...ATTESTED, state, current: null });

describe('health', () => {
  it('is ok with a TEE, a token and a readable registry, and gives ages in seconds', async () => {
    expect(await report(ATTESTED)).toMatchObject({
      status: 'ok',
      problems: [],
      registry: { state: 'ok', read_age_seconds: 90 },
      tee: { selected_age_seconds: 90 },
      last_failure: null,
    });
  });

  it('is degraded while the chain is away but a TEE is kept', async () => {
    const tee: TeeStatus = { ...ATTESTED, registry: { ...ATTESTED.registry, state: 'unreachable' } };
    expect(await report(tee)).toMatchObject({ status: 'degraded', problems: ['registry_unreachable'] });
  });

  it('is degraded before the first choice, which the next request makes', async () => {
    expect(await report(without('idle'))).toMatchObject({ status: 'degraded', problems: ['no_tee_selected'] });
  });

  it('is unavailable without a token, without any TEE, or when nothing is configured', async () => {
    expect(await report(ATTESTED, async () => false)).toMatchObject({
      status: 'unavailable',
      problems: ['not_signed_in'],
    });
    expect((await report(without('no-usable-tee'))).status).toBe('unavailable');
    expect((await report(without('not-configured'))).status).toBe('unavailable');
  });

  it('is unavailable while this computer is offline, and says that it is', async () => {
    expect(await report({ ...ATTESTED, state: 'offline' })).toMatchObject({
      status: 'unavailable',
      problems: ['computer_offline'],
      active_tee_id: ATTESTED.current?.teeId,
    });
  });

  it('takes an unreadable secret store for no token', async () => {
    expect((await report(ATTESTED, () => Promise.reject(new Error('locked')))).signed_in).toBe(false);
  });
});
