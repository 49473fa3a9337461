import { checkAgentName } from '../../core/agents/index.ts';
import { envText, findEndpoint, type Shell } from '../env-command.ts';
import type { CliIo } from '../io.ts';
import { printLine } from '../io.ts';
import { agentVariables } from '../pass-through.ts';
import { type GateOptions, keyOf } from './running.ts';

/** Options of `gatehouse agent key`. */
export interface AgentKeyOptions extends GateOptions {
  readonly new?: true;
  readonly env?: Shell;
}

/**
 * `gatehouse agent key NAME`: prints the key by which an agent is known at the local endpoint, made at the first call.
 * Throws `agent_unknown`, `pass_through_off`.
 */
export async function runAgentKey(io: CliIo, name: string, options: AgentKeyOptions): Promise<void> {
  const agent = checkAgentName(name);
  const key = await keyOf(io, options, agent, options.new === true);
  if (options.env === undefined) {
    printLine(io, options.json ? JSON.stringify({ agent, key }, null, 2) : key);
    return;
  }
  const { endpoint, notes } = await findEndpoint(io, options);
  for (const line of envText(options.env, agentVariables(endpoint, agent, key), notes)) printLine(io, line);
}
