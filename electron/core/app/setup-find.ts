import { z } from 'zod';
import type { AgentSummary, SetupFound } from '../../contract/index.ts';
import { readVeilSession, type VeilPlaces } from '../account/index.ts';
import { usableEndpoint } from '../gateway/index.ts';
import { type Clock, deadline } from '../platform/index.ts';
import type { ReopenedNetwork } from './parts-options.ts';

/** Where agent servers of Trinity listen, and `gatehouse agent-server` in its examples. */
const AGENT_SERVER_URL = 'http://127.0.0.1:8000';
const PROBE_TIMEOUT_MS = 1_500;
const MAX_HEALTH_LENGTH = 65_536;

const AgentHealth = z.looseObject({ status: z.string() });

/** Options of {@link findForSetup}. */
export interface SetupFindOptions {
  readonly opened: Pick<ReopenedNetwork, 'settings' | 'network' | 'gateway'>;
  readonly veil: VeilPlaces;
  readonly agents: readonly AgentSummary[];
  readonly clock: Clock;
}

/** What of this computer may be chosen in the first run. Throws only the signal's reason. */
export async function findForSetup(options: SetupFindOptions, signal: AbortSignal): Promise<SetupFound> {
  const { settings, network, gateway } = options.opened;
  const isFree = gateway.settings.list().length === 0;
  const mayDiscover = isFree && settings.gateway.discover && settings.network !== 'sandbox';
  const [local, veilSession, agentServers] = await Promise.all([
    mayDiscover ? gateway.discover(signal) : undefined,
    veilSessionOf(options.veil),
    agentServersOf(options, signal),
  ]);
  return {
    gateway:
      local === undefined
        ? null
        : {
            host: usableEndpoint(local.url)?.host ?? 'an address that cannot be used',
            origin: local.origin,
            hasSecret: local.token !== undefined || local.password !== undefined,
            notes: [...local.notes],
          },
    veilSession,
    agentServers,
    sandboxGateway: isFree && local === undefined && network.sandbox?.gateway !== undefined,
  };
}

async function veilSessionOf(veil: VeilPlaces): Promise<SetupFound['veilSession']> {
  return readVeilSession(veil).then(
    ({ path }) => ({ path }),
    () => null,
  );
}

async function agentServersOf(
  { agents, clock }: SetupFindOptions,
  signal: AbortSignal,
): Promise<SetupFound['agentServers']> {
  if (agents.some(({ host }) => host === new URL(AGENT_SERVER_URL).host)) return [];
  const limit = deadline(clock, PROBE_TIMEOUT_MS, signal, () => new Error('no answer in time'));
  try {
    const response = await fetch(`${AGENT_SERVER_URL}/health`, { signal: limit.signal, redirect: 'error' });
    const text = await response.text();
    const isAgent = text.length <= MAX_HEALTH_LENGTH && AgentHealth.safeParse(JSON.parse(text)).success;
    return response.ok && isAgent ? [{ url: AGENT_SERVER_URL }] : [];
  } catch {
    signal.throwIfAborted();
    return [];
  } finally {
    limit.done();
  }
}
