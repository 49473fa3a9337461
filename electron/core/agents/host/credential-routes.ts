import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GENERATION_HEADER, SUBSCRIPTION_HEADER } from '../agent-server.ts';
import type { CredentialChange, LiveCredential } from './live-credential.ts';

/** What the credential routes need. */
export interface CredentialRoutesOptions {
  readonly agent: string;
  readonly workspace: string;
  readonly credential: LiveCredential;
  /** Aborts when the host ends; a caller that leaves does not stop a change half way. */
  readonly signal: AbortSignal;
}

const ReloadBody = z.object({ token: z.string(), remove_api_key: z.boolean().default(false) });
const MAX_TOKEN_LENGTH = 4_096;
const FILES = ['.env', '.mcp.json', '.mcp.json.template', '.credentials.enc'] as const;

/** The agent side of the reload contract. */
export function addCredentialRoutes(app: FastifyInstance, options: CredentialRoutesOptions): void {
  app.post('/api/credentials/reload-token', async (request, reply) => {
    const body = ReloadBody.safeParse(request.body);
    if (!body.success) return reply.code(422).send({ detail: problems(body.error) });
    const token = body.data.token.trim();
    const problem = tokenProblem(token);
    if (problem !== undefined) return reply.code(400).send({ detail: problem });
    return change(options, request, reply, { token, removeApiKey: body.data.remove_api_key });
  });
  app.post('/api/credentials/clear-token', (request, reply) =>
    change(options, request, reply, { token: null, removeApiKey: false }),
  );
  app.get('/api/credentials/status', () => status(options));
}

async function change(
  { credential, signal }: CredentialRoutesOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  wanted: Pick<CredentialChange, 'token' | 'removeApiKey'>,
): Promise<unknown> {
  const generation = generationOf(request.headers[GENERATION_HEADER]);
  if (generation === undefined) {
    return reply.code(400).send({ detail: 'X-Gatehouse-Generation must be a whole number' });
  }
  const subscription = subscriptionOf(request.headers[SUBSCRIPTION_HEADER]);
  const result = await credential.change({ ...wanted, generation, subscription }, signal);
  if (result.kind === 'stale') {
    return reply.code(409).send({ detail: 'a newer generation is in force', generation: result.generation });
  }
  return {
    status: 'success',
    ...(wanted.token === null ? { cleared: true } : { reloaded: true }),
    env_shadow: result.envShadow,
    durable: result.durable,
  };
}

async function status({ agent, workspace, credential }: CredentialRoutesOptions): Promise<unknown> {
  const files = await Promise.all(FILES.map(async name => [name, await fileFacts(join(workspace, name))] as const));
  const { credential: facts, drift, count } = await credential.facts();
  return {
    agent_name: agent,
    files: Object.fromEntries(files),
    credential_count: count,
    env_drift: drift,
    credential: facts,
  };
}

async function fileFacts(path: string): Promise<object> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { exists: true, size, modified: new Date(mtimeMs).toISOString() };
  } catch {
    return { exists: false };
  }
}

/** Why this cannot be a subscription token. Never contains it. */
function tokenProblem(token: string): string | undefined {
  if (token === '') return 'token is required';
  if (token.length > MAX_TOKEN_LENGTH) return `token is longer than ${MAX_TOKEN_LENGTH} characters`;
  if (!/^[\x21-\x7e]+$/.test(token)) return 'token contains blanks, line breaks or other characters that none has';
  if (token.startsWith('sk-ant-api')) return 'token is a platform API key, not a subscription token';
  return /^sk-ant-oat\d\d-./.test(token) ? undefined : 'token does not start with sk-ant-oat01-';
}

/** Null: not given; undefined: given and wrong. */
function generationOf(header: string | string[] | undefined): number | null | undefined {
  if (header === undefined) return null;
  const generation = typeof header === 'string' && /^\d{1,16}$/.test(header) ? Number(header) : Number.NaN;
  return Number.isSafeInteger(generation) ? generation : undefined;
}

/** Names may hold any character, headers may not. */
function subscriptionOf(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string') return null;
  try {
    return decodeURIComponent(header).slice(0, 200);
  } catch {
    return null;
  }
}

/** In the form of FastAPI, and without the values, which zod's own texts would not quote either. */
function problems(error: z.ZodError): readonly object[] {
  return error.issues
    .slice(0, 8)
    .map(({ path, code, message }) => ({ loc: ['body', ...path.map(String)], msg: message, type: code }));
}
