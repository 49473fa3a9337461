import { z } from 'zod';
import { agentSecretName, checkAgentName, parseAgentUrl } from '../../agents/index.ts';

const MAX_URL_LENGTH = 2_048;
const MAX_WORDS = 100;

function passes(check: (text: string) => unknown): (text: string) => boolean {
  return text => {
    try {
      check(text);
      return true;
    } catch {
      return false;
    }
  };
}

const name = z.string().refine(passes(checkAgentName), { error: 'must be lower-case words joined by hyphens' });
const url = z
  .string()
  .max(MAX_URL_LENGTH)
  .refine(passes(parseAgentUrl), { error: 'must be https, or http on this machine or a private network' });

/**
 * A configured agent, without its secrets. `agent-server`: an HTTP server that speaks the reload contract; `trinity`: an
 * agent of a Trinity backend at `url`; `local`: its processes are started by `gatehouse exec`.
 */
export const AgentEntry = z.strictObject({
  name,
  kind: z.enum(['agent-server', 'trinity', 'local']),
  url: url.nullable().default(null),
  /** Header that carries the agent's secret; null: the one that Trinity's agent servers expect. */
  authHeader: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,99}$/)
    .nullable()
    .default(null),
  /** Kind of its runtime; null counts as Claude. */
  runtime: z.string().min(1).max(60).nullable().default(null),
  /** The model that it always works with, if there is one: limits of other models do not concern it then. */
  model: z.string().min(1).max(100).nullable().default(null),
  /** Program and arguments that restart it, without a shell. `{agent}` stands for its name. */
  restart: z.array(z.string().max(4_096)).min(1).max(MAX_WORDS).nullable().default(null),
  /** Whether that program gets the token in its environment, to make a container anew. */
  restartGetsToken: z.boolean().default(false),
  /** Whether it may work on an API key when no subscription is left. */
  mayUseApiKey: z.boolean().default(false),
  /** What Trinity calls it; null: the same name. */
  remoteName: z.string().min(1).max(200).nullable().default(null),
  /** Who signs in at Trinity; null: the secret is a key. */
  username: z.string().min(1).max(200).nullable().default(null),
  /** Whether tokens are put into Trinity's own store before an agent is assigned there. */
  uploadTokens: z.boolean().default(false),
  /** What OpenClaw calls it, so that failures that a gateway tells of are counted; null: the same name. */
  openclawAgentId: z.string().min(1).max(200).nullable().default(null),
});
export type AgentEntry = z.output<typeof AgentEntry>;

/** Where the secret of an agent is kept. Agents of one Trinity backend share one sign-in. */
export function entrySecretName({ name: agent, kind, url: address }: AgentEntry): string | null {
  if (kind === 'local') return null;
  return kind === 'agent-server' ? agentSecretName(agent) : trinitySecretName(address ?? '');
}

/** `https://trinity.example:8443/x` becomes `trinity.trinity-example-8443-x`. */
function trinitySecretName(address: string): string {
  const { host, pathname } = parseAgentUrl(address);
  const slug = `${host}${pathname}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return `trinity.${slug.replaceAll(/^-|-$/g, '').slice(0, 80).replace(/-$/, '')}`;
}
