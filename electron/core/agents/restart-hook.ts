import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Told } from '../../contract/index.ts';
import {
  type Clock,
  deadline,
  errorMessage,
  GatehouseError,
  programStart,
  type SecretScrubber,
} from '../platform/index.ts';
import { CREDENTIAL_VARIABLES, removeVariable, withoutOwnVariables } from './credential-environment.ts';
import { shortText } from './foreign.ts';
import type { ReloadOrder, RestartResult } from './port.ts';
import { endGroup, releaseOutput } from './process-group.ts';

/** Options of {@link RestartHook}. */
export interface RestartHookOptions {
  /** Program and arguments, run without a shell. `{agent}` in an argument stands for the agent's name. */
  readonly command: readonly string[];
  /** Hands the token over as `CLAUDE_CODE_OAUTH_TOKEN`, for hooks that recreate a container. Default false. */
  readonly passToken?: boolean;
  /** Default 120 s: a container's stop and start. */
  readonly timeoutMs?: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly scrubber: SecretScrubber;
}

/** Of what the command prints, the end counts. */
const KEPT_OUTPUT = 8_192;
const KILL_GRACE_MS = 5_000;

/**
 * The configured command that restarts an agent, for agents that cannot reload. It learns `GATEHOUSE_AGENT`,
 * `GATEHOUSE_SUBSCRIPTION` and `GATEHOUSE_AGENT_GENERATION` from its environment, and the token only where asked for.
 */
export class RestartHook {
  readonly #options: RestartHookOptions;

  /** Throws `restart_hook_invalid` for an empty command. */
  constructor(options: RestartHookOptions) {
    if ((options.command[0] ?? '').trim() === '') {
      throw new GatehouseError('restart_hook_invalid', 'The restart command of the agent is empty.', {
        remedy: 'Give it as a list, like ["docker", "restart", "{agent}"].',
      });
    }
    this.#options = options;
  }

  /** Runs the command to its end. Throws only the reason of an aborted `signal`; the command is ended then. */
  async run(agent: string, order: ReloadOrder | undefined, signal: AbortSignal): Promise<RestartResult> {
    signal.throwIfAborted();
    const { command, timeoutMs = 120_000, clock } = this.#options;
    let child: ChildProcessByStdio<null, Readable, Readable>;
    try {
      child = start(
        command.map(word => word.replaceAll('{agent}', agent)),
        this.#environment(agent, order),
      );
    } catch (error) {
      const why = errorMessage(error);
      return this.#failed({ what: why, told: { code: 'restart_failed', why } }, '', order);
    }
    releaseOutput(child, clock);
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-KEPT_OUTPUT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const limit = deadline(clock, timeoutMs, signal, () => new GatehouseError('restart_timeout', 'Too late.'));
    const end = (): void => endGroup(child, clock, KILL_GRACE_MS);
    limit.signal.addEventListener('abort', end, { once: true });
    try {
      const ended = await new Promise<End | undefined>(resolve => {
        child.once('error', error => resolve(notBegun((error as NodeJS.ErrnoException).code)));
        child.once('close', (code, endSignal) => resolve(code === 0 ? undefined : endOf(code, endSignal)));
      });
      signal.throwIfAborted();
      if (limit.signal.aborted) {
        const told = { code: 'restart_late', ms: timeoutMs } as const;
        return this.#failed({ what: `it did not end within ${timeoutMs / 1000} s`, told }, output, order);
      }
      return ended === undefined ? { ok: true } : this.#failed(ended, output, order);
    } finally {
      limit.signal.removeEventListener('abort', end);
      limit.done();
    }
  }

  #environment(agent: string, order: ReloadOrder | undefined): NodeJS.ProcessEnv {
    const { env, passToken = false } = this.#options;
    const own = withoutOwnVariables(env);
    for (const name of CREDENTIAL_VARIABLES) removeVariable(own, name);
    return {
      ...own,
      GATEHOUSE_AGENT: agent,
      ...(order === undefined
        ? {}
        : {
            GATEHOUSE_SUBSCRIPTION: order.subscription,
            GATEHOUSE_AGENT_GENERATION: String(order.generation),
            ...(passToken ? { CLAUDE_CODE_OAUTH_TOKEN: order.token } : {}),
          }),
    };
  }

  #failed({ what, told }: End, output: string, order: ReloadOrder | undefined): RestartResult {
    const known = order === undefined ? output : output.replaceAll(order.token, '[redacted]');
    const lastLine = shortText(this.#options.scrubber.redact(known).trim().split('\n').at(-1));
    return {
      ok: false,
      reason: `the restart command failed: ${what}${lastLine === undefined ? '' : `: ${lastLine}`}`,
      told: lastLine === undefined ? told : { ...told, why: lastLine },
    };
  }
}

function start(command: readonly string[], env: NodeJS.ProcessEnv): ChildProcessByStdio<null, Readable, Readable> {
  const { file, args, windowsVerbatimArguments } = programStart(command, { env });
  return spawn(file, args, {
    env,
    windowsVerbatimArguments,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
}

/** How the command ended where it did not do what it should, in words and by code. */
interface End {
  readonly what: string;
  readonly told: Told;
}

function notBegun(code = 'unknown'): End {
  return { what: `it could not be started (${code})`, told: { code: 'restart_not_begun', name: code } };
}

function endOf(code: number | null, signal: NodeJS.Signals | null): End {
  return code === null
    ? { what: `it was ended by ${signal}`, told: { code: 'restart_ended_by', name: signal ?? '' } }
    : { what: `it ended with code ${code}`, told: { code: 'restart_exit_code', count: code } };
}
