import { remedyOf } from '../../contract/index.ts';
import { shellWord } from '../platform/index.ts';
import type { PlannedCheck } from './check.ts';
import type { SetupPorts } from './ports.ts';

/** The provider's own limit is shorter. */
const TOKEN_LIMIT_MS = 30_000;
const AGENT_LIMIT_MS = 20_000;

/** A check for each subscription and each agent that there is. None depends on another. */
export function subscriptionChecks(ports: SetupPorts): readonly PlannedCheck[] {
  const { subscriptions, agents } = ports.snapshot().subscriptions;
  return [
    ...subscriptions.map(({ name, kind }) => (kind === 'api_key' ? keyCheck(name) : tokenCheck(ports, name))),
    ...agents.map(({ name }) => agentCheck(ports, name)),
  ];
}

/** Nothing tells a key apart from one that was revoked without spending money on it. */
function keyCheck(name: string): PlannedCheck {
  return {
    name: 'token',
    about: name,
    limitMs: TOKEN_LIMIT_MS,
    begins: { sentence: 'An API key.', told: { code: 'setup_api_key' } },
    run: async () => ({
      state: 'ok',
      sentence: `${name} is an API key, which is not tried out.`,
      told: { code: 'setup_api_key_untried', name },
      remedy: null,
    }),
  };
}

function tokenCheck(ports: SetupPorts, name: string): PlannedCheck {
  return {
    name: 'token',
    about: name,
    limitMs: TOKEN_LIMIT_MS,
    begins: { sentence: 'Asking the provider.', told: { code: 'setup_provider_asking' } },
    run: async ({ signal }) => {
      const { isUsable, sentence, told: own } = await ports.testToken(name, signal);
      const told = own === undefined ? {} : { told: own };
      if (isUsable) return { state: 'ok', sentence, ...told, remedy: null };
      return {
        state: 'failed',
        sentence,
        ...told,
        remedy: {
          ...remedyOf('setup_other_token', `Give ${name} another token, or remove it.`),
          shellCommand: `gatehouse sub replace ${shellWord(name)}`,
        },
      };
    },
  };
}

function agentCheck(ports: SetupPorts, name: string): PlannedCheck {
  return {
    name: 'agent',
    about: name,
    limitMs: AGENT_LIMIT_MS,
    begins: { sentence: 'Asking the agent how it is.', told: { code: 'setup_agent_asking' } },
    run: async ({ signal }) => {
      await ports.execute({ name: 'checkAgents', agent: name }, signal);
      const agent = ports.snapshot().subscriptions.agents.find(known => known.name === name);
      const isUp = agent?.health.state === 'up';
      if (!isUp) {
        const reason = agent?.health.reason ?? 'it did not answer';
        return {
          state: 'failed',
          sentence: `${name} is down: ${reason}.`.replace(/\.\.$/, '.'),
          told: { code: 'setup_agent_down', name, why: reason },
          remedy: remedyOf('setup_start_agent', 'Start the agent, or correct its address, then check again.'),
        };
      }
      if (agent.subscription !== null) {
        return {
          state: 'ok',
          sentence: `${name} answers and works on ${agent.subscription}.`,
          told: { code: 'setup_agent_on', name, other: agent.subscription },
          remedy: null,
        };
      }
      return {
        state: 'ok',
        sentence: `${name} answers. It has no subscription yet.`,
        told: { code: 'setup_agent_without', name },
        remedy: {
          ...remedyOf('setup_give_subscription', 'Give it one.'),
          shellCommand: `gatehouse sub assign ${shellWord(name)} SUBSCRIPTION`,
        },
      };
    },
  };
}
