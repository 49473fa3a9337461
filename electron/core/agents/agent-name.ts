import { GatehouseError } from '../platform/index.ts';

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const MAX_LENGTH = 63;

/** Gives `name` back when it can be an agent's: it becomes part of folders and of names of secrets. Throws `agent_name_invalid`. */
export function checkAgentName(name: string): string {
  if (NAME.test(name) && name.length <= MAX_LENGTH) return name;
  throw new GatehouseError(
    'agent_name_invalid',
    'The name of an agent is made of lower-case words joined by hyphens.',
    {
      remedy: `Use at most ${MAX_LENGTH} characters, like coder or web-coder-2.`,
    },
  );
}

/** Where the secret store keeps what callers of this agent must know. */
export function agentSecretName(name: string): string {
  return `agent.${name}.secret`;
}
