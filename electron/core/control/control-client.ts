import { type IncomingMessage, request } from 'node:http';
import { z } from 'zod';
import {
  AgentFailureReply,
  type AgentFailureReport,
  type Command,
  CommandResult,
  OutwardError,
  StatusSnapshot,
} from '../../contract/index.ts';
import { type Clock, deadline, errorMessage, GatehouseError } from '../platform/index.ts';
import { type ControlPlace, findAddress } from './address.ts';
import { readBody } from './read-body.ts';

/** Options of {@link ControlClient}. */
export interface ControlClientOptions {
  readonly place: ControlPlace;
  readonly clock: Clock;
  /** Limit of one call, default 15 s: a rotation reads the chain. */
  readonly timeoutMs?: number;
}

const MAX_ANSWER_BYTES = 16_777_216;
const Refusal = z.object({ error: OutwardError });
const AgentKey = z.object({ key: z.string().min(8).max(200) });
const ReceiptList = z.object({ receipts: z.array(z.unknown()) });

/**
 * Talks to the running instance of a home folder. Every method throws `not_running`, `control_denied`,
 * `control_timeout`, `control_failed`, or the error that the instance answered with, under its own code.
 */
export class ControlClient {
  readonly #place: ControlPlace;
  readonly #clock: Clock;
  readonly #timeoutMs: number;

  constructor({ place, clock, timeoutMs = 15_000 }: ControlClientOptions) {
    this.#place = place;
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  async status(signal: AbortSignal): Promise<StatusSnapshot> {
    return this.#call('GET', '/status', undefined, StatusSnapshot, signal);
  }

  async execute(command: Command, signal: AbortSignal): Promise<CommandResult> {
    return this.#call('POST', '/command', command, CommandResult, signal);
  }

  /** The newest receipts as the instance has them, newest first; at most `limit`. */
  async receipts(limit: number, signal: AbortSignal): Promise<readonly unknown[]> {
    return (await this.#call('GET', `/receipts?limit=${limit}`, undefined, ReceiptList, signal)).receipts;
  }

  /** Tells of a failed turn of an agent. */
  async reportFailure(agent: string, report: AgentFailureReport, signal: AbortSignal): Promise<AgentFailureReply> {
    return this.#call('POST', `/agents/${encodeURIComponent(agent)}/failures`, report, AgentFailureReply, signal);
  }

  /** The key that an agent shows at the local endpoint; made when there is none, or when `isNew`. */
  async agentKey(agent: string, isNew: boolean, signal: AbortSignal): Promise<string> {
    return (await this.#call('POST', `/agents/${encodeURIComponent(agent)}/key`, { isNew }, AgentKey, signal)).key;
  }

  async #call<T>(method: string, path: string, body: unknown, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    const limit = deadline(this.#clock, this.#timeoutMs, signal, () => this.#timeoutError());
    try {
      const socketPath = await findAddress(this.#place);
      const { status, text } = await exchange({ socketPath, method, path, body, signal: limit.signal });
      return readAnswer(status, text, schema);
    } catch (error) {
      if (error instanceof GatehouseError) throw error;
      signal.throwIfAborted();
      if (limit.signal.aborted) throw this.#timeoutError();
      throw this.#connectionError(error);
    } finally {
      limit.done();
    }
  }

  #timeoutError(): GatehouseError {
    return new GatehouseError(
      'control_timeout',
      `The running instance did not answer within ${this.#timeoutMs / 1000} s.`,
      {
        remedy: 'Try again; if it stays like this, restart it.',
        retryable: true,
      },
    );
  }

  #connectionError(error: unknown): GatehouseError {
    switch ((error as NodeJS.ErrnoException).code) {
      case 'ENOENT':
      case 'ECONNREFUSED':
        return new GatehouseError('not_running', `Gatehouse is not running with the home folder ${this.#place.home}.`, {
          remedy: 'Start it with: gatehouse run',
        });
      case 'EACCES':
      case 'EPERM':
        return new GatehouseError('control_denied', `The instance of ${this.#place.home} belongs to another user.`, {
          remedy: 'Use the account that started it.',
        });
      default:
        return new GatehouseError('control_failed', `The running instance could not be asked: ${errorMessage(error)}`, {
          remedy: 'Restart it.',
          cause: error,
        });
    }
  }
}

interface Exchange {
  readonly socketPath: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly signal: AbortSignal;
}

async function exchange({
  socketPath,
  method,
  path,
  body,
  signal,
}: Exchange): Promise<{ status: number; text: string }> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const call = request({ socketPath, method, path, signal, agent: false, headers: { host: 'control' } }, resolve);
    call.once('error', reject);
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
  return { status: response.statusCode ?? 0, text: await readBody(response, MAX_ANSWER_BYTES) };
}

function readAnswer<T>(status: number, text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const refusal = Refusal.safeParse(value);
  if (refusal.success) {
    const { code, message, remedy } = refusal.data.error;
    throw new GatehouseError(code, message, remedy === null ? {} : { remedy });
  }
  const answer = schema.safeParse(value);
  if (status === 200 && answer.success) return answer.data;
  throw new GatehouseError(
    'control_failed',
    'The running instance gave an answer that this command does not understand.',
    {
      remedy: 'The two may be of different versions: restart the instance.',
    },
  );
}
