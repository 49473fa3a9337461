import { type ChildProcess, spawn } from 'node:child_process';
import { type IncomingMessage, request } from 'node:http';
import { constants } from 'node:os';
import { AgentCredential, type CredentialSource, checkAgentName, environmentFor } from '../core/agents/index.ts';
import { controlAddress } from '../core/control/index.ts';
import { deadline, GatehouseError, programStart } from '../core/platform/index.ts';
import { runningEndpoint } from './endpoint.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { agentVariables, passThroughEnvironment } from './pass-through.ts';
import { controlClient, placeOf } from './place.ts';

/** Options of `gatehouse exec`. */
export interface ExecOptions extends PlaceOptions {
  readonly agent: string;
  readonly passThrough?: true;
}

/** Passed on to the process that was started; who sent them means it. */
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;
/** A terminal sends these to every process at it, the started one included. */
const FROM_TERMINAL: readonly string[] = ['SIGINT', 'SIGQUIT'];
/** Exit codes of the shell for a program that is not there or cannot be run. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
/** As a shell reports a child that a signal ended. */
const SIGNAL_BASE = 128;
const ASK_TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 65_536;

/**
 * `gatehouse exec`: starts a process on the token that the agent has now, and gives its exit code. It keeps that token
 * to its end; a rotation counts for the next one. With `passThrough` it gets no token but its agent's key, and a rotation
 * counts for its next request.
 */
export async function runExec(
  io: CliIo,
  command: readonly string[],
  options: ExecOptions,
  source: CredentialSource = runningHost(io, options),
): Promise<number> {
  const [program = ''] = command;
  const agent = checkAgentName(options.agent);
  const env = options.passThrough
    ? await throughEndpoint(io, agent, options)
    : environmentFor(io.env, await source.credentialFor(agent, io.signal));
  let started: ChildProcess | undefined;
  // Before there is a child: a signal that came while the handlers change would be lost.
  const release = forwardSignals(() => started, io.stdin.isTTY);
  try {
    const { file, args, windowsVerbatimArguments } = programStart(command, { env });
    const child = spawn(file, args, { env, windowsVerbatimArguments, stdio: 'inherit' });
    started = child;
    return await new Promise<number>((resolve, reject) => {
      child.once('error', error => {
        const code = (error as NodeJS.ErrnoException).code;
        if (child.pid !== undefined) reject(error);
        io.stderr.write(
          `gatehouse: ${program}: ${code === 'ENOENT' ? 'command not found' : `cannot be run (${code})`}\n`,
        );
        resolve(code === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE);
      });
      child.once('exit', (code, signal) =>
        resolve(code ?? SIGNAL_BASE + (signal === null ? 0 : constants.signals[signal])),
      );
    });
  } finally {
    release();
  }
}

/** Throws `agent_unknown`, `pass_through_off`, `endpoint_closed`, and why nobody could be asked. */
async function throughEndpoint(io: CliIo, agent: string, options: ExecOptions): Promise<Record<string, string>> {
  const { endpoint } = await runningEndpoint(io, options);
  const key = await controlClient(io, options).agentKey(agent, false, io.signal);
  return passThroughEnvironment(io.env, agentVariables(endpoint, agent, key));
}

/** From now on signals are the child's; the handlers that would end this process first are taken away for good. */
function forwardSignals(child: () => ChildProcess | undefined, isAtTerminal: boolean): () => void {
  const handlers = FORWARDED.map(signal => {
    const handler = (): void => {
      if (!(isAtTerminal && FROM_TERMINAL.includes(signal))) child()?.kill(signal);
    };
    process.removeAllListeners(signal);
    process.on(signal, handler);
    return () => void process.removeListener(signal, handler);
  });
  return () => {
    for (const release of handlers) release();
  };
}

/** The running instance of the home folder, asked over its control socket: `GET /agents/NAME/credential`. */
function runningHost(io: CliIo, options: PlaceOptions): CredentialSource {
  return {
    credentialFor: async (agent, signal) => {
      const limit = deadline(io.clock, ASK_TIMEOUT_MS, signal, () => notAnswering());
      try {
        const socketPath = controlAddress(placeOf(io, options));
        return readCredential(await ask(socketPath, agent, limit.signal), agent);
      } catch (error) {
        if (error instanceof GatehouseError) throw error;
        signal.throwIfAborted();
        throw limit.signal.aborted ? notAnswering() : notRunning(error);
      } finally {
        limit.done();
      }
    },
  };
}

async function ask(socketPath: string, agent: string, signal: AbortSignal): Promise<unknown> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const path = `/agents/${agent}/credential`;
    const call = request({ socketPath, path, agent: false, signal, headers: { host: 'control' } }, resolve);
    call.once('error', reject);
    call.end();
  });
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > MAX_ANSWER_BYTES) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The answer may hold a token: whatever is wrong with it, none of it is repeated. */
function readCredential(answer: unknown, agent: string): AgentCredential {
  const credential = AgentCredential.safeParse(answer);
  if (credential.success) return credential.data;
  const { code, message, remedy } = (answer as { error?: Record<string, unknown> } | undefined)?.error ?? {};
  if (typeof code === 'string' && typeof message === 'string' && code !== 'unknown_route') {
    throw new GatehouseError(code, message, typeof remedy === 'string' ? { remedy } : {});
  }
  throw new GatehouseError('control_failed', `The running instance cannot give a credential for ${agent}.`, {
    remedy: 'The two may be of different versions: restart the instance.',
  });
}

function notAnswering(): GatehouseError {
  return new GatehouseError(
    'control_timeout',
    `The running instance did not answer within ${ASK_TIMEOUT_MS / 1000} s.`,
    {
      remedy: 'Try again; if it stays like this, restart it.',
      retryable: true,
    },
  );
}

function notRunning(cause: unknown): GatehouseError {
  return new GatehouseError('not_running', 'Gatehouse is not running, so nobody knows which token the agent has.', {
    remedy: 'Start it with: gatehouse run',
    cause,
  });
}
