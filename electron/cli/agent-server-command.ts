import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AgentHost, agentSecretName, checkAgentName, type JobFailure } from '../core/agents/index.ts';
import { ControlClient } from '../core/control/index.ts';
import {
  absolutePath,
  errorMessage,
  GatehouseError,
  type Logger,
  PinoLogger,
  prepareHome,
  Redactor,
  RotatedFile,
  SystemRandom,
  warnOfOpenFolder,
} from '../core/platform/index.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { printLine } from './io.ts';
import { controlClient, homeOf, placeOf, secretsOf } from './place.ts';
import { readHidden } from './terminal.ts';

/** Options of `gatehouse agent-server`. */
export interface AgentServerCommandOptions extends PlaceOptions {
  readonly name: string;
  readonly port: number;
  readonly workspace?: string;
  readonly state?: string;
  readonly runtime?: string;
  readonly secretFile?: string;
  readonly secretStdin?: true;
}

/** 256 bits. */
const SECRET_BYTES = 32;
const MAX_SECRET_FILE_BYTES = 4_096;
/** A job starts after this long whatever the instance is about. */
const PREPARE_TIMEOUT_MS = 5_000;

/** `gatehouse agent-server`: the agent side of the reload contract, until it is told to end. */
export async function runAgentServer(io: CliIo, options: AgentServerCommandOptions): Promise<void> {
  const name = checkAgentName(options.name);
  const home = homeOf(io, options);
  const isPrivate = await prepareHome(home);
  const redactor = new Redactor();
  const logFile = new RotatedFile({
    path: join(home, 'logs', `agent-${name}.log`),
    onFailure: error => io.stderr.write(`warning: the log cannot be written: ${errorMessage(error)}\n`),
  });
  const logger = new PinoLogger({
    clock: io.clock,
    scrubber: redactor,
    level: 'info',
    file: logFile,
    console: { level: 'warn', sink: io.stderr },
  });
  warnOfOpenFolder(home, isPrivate, logger);
  try {
    const host = new AgentHost({
      name,
      port: options.port,
      workspace: absolutePath(options.workspace ?? '.', io.workingFolder),
      stateFolder: absolutePath(options.state ?? join(home, 'agents', name), io.workingFolder),
      secret: await secretOf(io, name, options, redactor),
      env: io.env,
      generation: generationOf(io),
      ...(options.runtime === undefined ? {} : { runtime: options.runtime }),
      redactor,
      clock: io.clock,
      random: new SystemRandom(),
      logger,
      onFailure: failure => void report(io, options, failure, logger),
      beforeJob: signal => prepare(io, options, name, signal),
    });
    await serve(io, name, host);
    if (io.crash.aborted) throw crashed(io.crash.reason, redactor);
  } finally {
    if (io.crash.aborted) logger.error('unexpected failure', { error: io.crash.reason as unknown });
    logFile.close();
  }
}

/** Has the instance of the same home folder, if one runs, move the agent first when the job would be refused. */
async function prepare(io: CliIo, options: PlaceOptions, agent: string, signal: AbortSignal): Promise<void> {
  const client = new ControlClient({ place: placeOf(io, options), clock: io.clock, timeoutMs: PREPARE_TIMEOUT_MS });
  await client.execute({ name: 'prepareAgent', agent }, signal);
}

/** Tells the instance of the same home folder, if one runs: it knows whether another subscription would do. */
async function report(
  io: CliIo,
  options: PlaceOptions,
  { agent, failure, subscription, generation }: JobFailure,
  logger: Logger,
): Promise<void> {
  const { status, message } = failure;
  try {
    const about = {
      status,
      message,
      ...(subscription === null ? {} : { subscription }),
      ...(generation === null ? {} : { generation }),
    };
    const { sentence } = await controlClient(io, options).reportFailure(agent, about, io.signal);
    logger.info('failure reported', { agent, sentence });
  } catch (error) {
    logger.debug('failure not reported', { agent, reason: errorMessage(error) });
  }
}

async function serve(io: CliIo, name: string, host: AgentHost): Promise<void> {
  try {
    const url = await host.start(io.signal);
    printLine(io, `Agent ${name} listens at ${url}. Ctrl-C ends it and its jobs.`);
    if (io.env['GATEHOUSE_READY_JSON'] === '1') printLine(io, `ready ${JSON.stringify({ pid: io.pid, name, url })}`);
    await new Promise<void>(done => {
      if (io.signal.aborted) done();
      else io.signal.addEventListener('abort', () => done(), { once: true });
    });
  } catch (error) {
    // Being told to end while starting is no failure.
    if (!io.signal.aborted) throw error;
  } finally {
    await host.stop();
  }
}

/** From a file, standard input or the environment; else the one in the secret store, made at the first start. */
async function secretOf(
  io: CliIo,
  name: string,
  { secretFile, secretStdin, ...place }: AgentServerCommandOptions,
  redactor: Redactor,
): Promise<string> {
  if (secretStdin === true) return readHidden(io, `Secret of ${name} (not shown): `);
  if (secretFile !== undefined) return readSecretFile(absolutePath(secretFile, io.workingFolder));
  const given = io.env['GATEHOUSE_AGENT_SECRET'] || io.env['TRINITY_AGENT_AUTH_TOKEN'];
  if (given) return given;
  const { store } = await secretsOf(io, place, { redactor });
  const key = agentSecretName(name);
  const stored = await store.get(key, io.signal);
  if (stored !== undefined) return stored;
  const fresh = randomBytes(SECRET_BYTES).toString('hex');
  await store.set(key, fresh, io.signal);
  printLine(io, `Stored a new secret as ${key}; callers of the agent must know it.`);
  return fresh;
}

async function readSecretFile(path: string): Promise<string> {
  try {
    const text = await readFile(path, 'utf8');
    if (text.length > MAX_SECRET_FILE_BYTES) throw new Error('it is too long for a secret');
    return text.trim();
  } catch (error) {
    throw new GatehouseError('agent_secret_invalid', `The secret file cannot be used: ${errorMessage(error)}`, {
      remedy: 'Check the path given with --secret-file.',
      cause: error,
    });
  }
}

/** The number of the assignment that the environment's token came with, as a restart hook passes it on. */
function generationOf(io: CliIo): number | null {
  const text = io.env['GATEHOUSE_AGENT_GENERATION'] ?? '';
  if (text === '') return null;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new GatehouseError('agent_generation_invalid', 'GATEHOUSE_AGENT_GENERATION is not a whole number.', {
    remedy: 'Correct it, or unset it.',
  });
}

function crashed(reason: unknown, redactor: Redactor): GatehouseError {
  const text = redactor.redact(errorMessage(reason));
  return new GatehouseError('unexpected', `Something unexpected went wrong: ${text}`, {
    remedy: 'The log in the home folder has the details.',
    cause: reason,
  });
}
