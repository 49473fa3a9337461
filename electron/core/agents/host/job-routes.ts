import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { GatehouseError } from '../../platform/index.ts';
import { CREDENTIAL_VARIABLES } from '../credential-environment.ts';
import type { Job } from './job.ts';
import type { Jobs } from './jobs.ts';
import { isProtected } from './spawn-environment.ts';

const MAX_INPUT_LENGTH = 1_048_576;
/** A line for the operating system, which has no limit smaller than this. */
const Word = z
  .string()
  .max(131_071)
  .refine(word => !word.includes('\0'), 'holds a NUL');
const RunBody = z.object({
  command: z.array(Word).min(1).max(1_000),
  env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/), Word).default({}),
  stdin: z.string().max(MAX_INPUT_LENGTH).default(''),
});

const SSE_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
};
/** Refusals that another request, or a later one, would not meet. */
const STATUS_OF: Readonly<Record<string, number>> = { too_many_jobs: 429, program_argument_invalid: 422 };
/** A reader that takes nothing for this much output is cut off; it can come back where it was. */
const MAX_UNREAD_BYTES = 4_194_304;

interface JobParams {
  Params: { id: string };
}

/** Start, list, follow and stop jobs. `signal` ends the streams when the host stops. */
export function addJobRoutes(app: FastifyInstance, jobs: Jobs, signal: AbortSignal): void {
  app.post('/api/jobs', async (request, reply) => {
    const body = RunBody.safeParse(request.body);
    if (!body.success || body.data.command[0] === '') {
      return reply.code(422).send({ detail: 'command must be a list of words, env an object of texts' });
    }
    const { command, env, stdin } = body.data;
    const refused = Object.keys(env).find(
      name => CREDENTIAL_VARIABLES.includes(name.toUpperCase()) || isProtected(name),
    );
    if (refused !== undefined) return reply.code(400).send({ detail: `env may not set ${refused}` });
    return startJob(jobs, { command, env, input: stdin }, reply);
  });
  app.get('/api/jobs', async () => ({ jobs: jobs.list() }));
  app.get<JobParams>(
    '/api/jobs/:id',
    async (request, reply) => jobs.find(request.params.id)?.facts() ?? unknown(reply),
  );
  app.get<JobParams>('/api/jobs/:id/stream', (request, reply) => {
    const job = jobs.find(request.params.id);
    if (job === undefined) return unknown(reply);
    const seen = Number(request.headers['last-event-id'] ?? 0);
    return stream(job, Number.isSafeInteger(seen) ? seen : 0, reply, signal);
  });
  app.post<JobParams>('/api/jobs/:id/stop', async (request, reply) => {
    const job = jobs.find(request.params.id);
    if (job === undefined) return unknown(reply);
    await job.stop();
    return job.facts();
  });
}

async function startJob(jobs: Jobs, request: Parameters<Jobs['run']>[0], reply: FastifyReply): Promise<FastifyReply> {
  try {
    const job = await jobs.run(request);
    return await reply.code(201).send(job.facts());
  } catch (error) {
    if (!(error instanceof GatehouseError)) throw error;
    return reply.code(STATUS_OF[error.code] ?? 503).send({ detail: error.message });
  }
}

/** Server-sent events: `output` pieces with their numbers, then one `exit`. */
function stream(job: Job, seen: number, reply: FastifyReply, signal: AbortSignal): FastifyReply {
  void reply.hijack();
  const raw = reply.raw;
  raw.writeHead(200, SSE_HEADERS);
  let last = seen;
  const end = (): void => {
    unwatch();
    signal.removeEventListener('abort', end);
    raw.end();
  };
  const send = (): void => {
    for (const piece of job.after(last)) {
      last = piece.seq;
      raw.write(`id: ${piece.seq}\nevent: output\ndata: ${JSON.stringify(piece)}\n\n`);
    }
    if (raw.writableLength > MAX_UNREAD_BYTES) raw.destroy();
    if (job.isRunning) return;
    raw.write(`event: exit\ndata: ${JSON.stringify(job.facts())}\n\n`);
    end();
  };
  const unwatch = job.watch(send);
  raw.on('error', () => undefined);
  raw.once('close', end);
  signal.addEventListener('abort', end, { once: true });
  send();
  return reply;
}

function unknown(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ detail: 'there is no such job' });
}
