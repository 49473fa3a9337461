import { GatehouseError } from '../../core/platform/index.ts';
import type { CliIo } from '../io.ts';
import { printLine } from '../io.ts';
import { readHidden } from '../terminal.ts';
import { agentRows, backendRows } from './rows.ts';
import { execute, executeAndLook, type GateOptions, printResult, subscriptionsStatus } from './running.ts';

/** Options of `gatehouse agent add`. */
export interface AgentAddOptions extends GateOptions {
  readonly url?: string;
  readonly trinity?: string;
  readonly local?: true;
  readonly secretStdin?: true;
  readonly authHeader?: string;
  readonly runtime?: string;
  readonly model?: string;
  readonly restartGetsToken?: true;
  readonly mayUseApiKey?: true;
  readonly remoteName?: string;
  readonly username?: string;
  readonly uploadTokens?: true;
  readonly openclawId?: string;
}

/** `gatehouse agent list`. */
export async function runAgentList(io: CliIo, options: GateOptions): Promise<void> {
  const { agents } = await subscriptionsStatus(io, options);
  if (options.json) printLine(io, JSON.stringify(agents, null, 2));
  else if (agents.length === 0) printLine(io, 'No agent is known. Add one with: gatehouse agent add NAME --url URL');
  else for (const line of agentRows(agents, io.clock.now())) printLine(io, line);
}

/** `gatehouse agent status [NAME]`: asks them first. Throws `agent_unknown`. */
export async function runAgentStatus(io: CliIo, agent: string | undefined, options: GateOptions): Promise<void> {
  const which = agent === undefined ? {} : { agent };
  const { status } = await executeAndLook(io, options, { name: 'checkAgents', ...which });
  const agents = status.agents.filter(({ name }) => agent === undefined || name === agent);
  if (options.json) printLine(io, JSON.stringify(agents, null, 2));
  else for (const line of agentRows(agents, io.clock.now())) printLine(io, line);
}

/**
 * `gatehouse agent add NAME`: an agent server, an agent of a Trinity backend, or a local one. A secret comes from
 * standard input. Throws `agent_invalid`, `agent_exists`.
 */
export async function runAgentAdd(
  io: CliIo,
  name: string,
  restart: readonly string[],
  options: AgentAddOptions,
): Promise<void> {
  const { url, trinity, local } = options;
  if ([url, trinity, local].filter(given => given !== undefined).length !== 1) {
    throw new GatehouseError('wrong_usage', 'Give one of --url, --trinity and --local.', {
      remedy: 'See the help with: gatehouse agent add --help',
    });
  }
  const kind = local ? 'local' : trinity === undefined ? 'agent-server' : 'trinity';
  const secret = options.secretStdin ? await readHidden(io, `Secret of ${name} (not shown): `) : undefined;
  const agent = {
    name,
    kind,
    url: url ?? trinity ?? null,
    authHeader: options.authHeader ?? null,
    runtime: options.runtime ?? null,
    model: options.model ?? null,
    restart: restart.length === 0 ? null : [...restart],
    restartGetsToken: options.restartGetsToken === true,
    mayUseApiKey: options.mayUseApiKey === true,
    remoteName: options.remoteName ?? null,
    username: options.username ?? null,
    uploadTokens: options.uploadTokens === true,
    openclawAgentId: options.openclawId ?? null,
  } as const;
  const command = { name: 'addAgent', agent, ...(secret === undefined ? {} : { secret }) } as const;
  printResult(io, options, await execute(io, options, command));
}

/** `gatehouse agent remove NAME`: takes its credential away first. Throws `agent_unknown`. */
export async function runAgentRemove(io: CliIo, agent: string, options: GateOptions): Promise<void> {
  printResult(io, options, await execute(io, options, { name: 'removeAgent', agent }));
}

/**
 * `gatehouse agent prepare NAME`: for whoever dispatches turns, right before one. Moves the agent when the turn would be
 * refused; that nothing was done is a success. Throws `agent_unknown`.
 */
export async function runAgentPrepare(io: CliIo, agent: string, options: GateOptions): Promise<void> {
  printResult(io, options, await execute(io, options, { name: 'prepareAgent', agent }));
}

/** `gatehouse agent backends`: asks the Trinity backends what they have. */
export async function runAgentBackends(io: CliIo, options: GateOptions): Promise<void> {
  const { status } = await executeAndLook(io, options, { name: 'checkAgents' });
  const { backends = [] } = status;
  if (options.json) printLine(io, JSON.stringify(backends, null, 2));
  else if (backends.length === 0) {
    printLine(io, 'No agent is of a Trinity backend. Add one with: gatehouse agent add NAME --trinity URL');
  } else for (const line of backends.flatMap(one => backendRows(one, io.clock.now()))) printLine(io, line);
}
