import type { Told } from '../../contract/index.ts';
import { type Clock, cleanTold, errorMessage, type SecretScrubber, toldError } from '../platform/index.ts';
import { parseAgentUrl } from './agent-address.ts';
import { liveTokenFingerprint } from './fingerprint.ts';
import { asObject, count, errorDetail, jsonObject, shadowNames, shortText } from './foreign.ts';
import { HttpCaller, type HttpOutcome } from './http-call.ts';
import type { AgentHealth, AgentPort, ReloadOrder, ReloadReply } from './port.ts';
import type { RestartHook } from './restart-hook.ts';

/** Header names of Gatehouse's agent host; other agent servers ignore them. */
export const GENERATION_HEADER = 'x-gatehouse-generation';
export const SUBSCRIPTION_HEADER = 'x-gatehouse-subscription';
/** The header in which Trinity's agent server expects its secret. */
export const DEFAULT_AUTH_HEADER = 'X-Trinity-Agent-Token';

/**
 * What takes the place of the token in an agent that can replace one but not take it away; Trinity's refuse an empty one.
 * In the shape of a token, so that servers which check the shape take it; no provider ever issued it.
 */
const NO_TOKEN = { token: 'sk-ant-oat01-taken-away-by-gatehouse', subscription: '', removeApiKey: false } as const;

/** Limits of the contract of Trinity's backend towards its agents. */
const RELOAD_TIMEOUT_MS = 10_000;
const HEALTH_TIMEOUT_MS = 5_000;

/** Options of {@link AgentServer}. */
export interface AgentServerOptions {
  readonly name: string;
  /** Base address, see {@link parseAgentUrl}. */
  readonly url: string;
  /** Default {@link DEFAULT_AUTH_HEADER}. */
  readonly authHeader?: string;
  /** The agent's secret, asked anew for every call. Undefined: the agent takes everyone. */
  readonly authSecret: (signal: AbortSignal) => Promise<string | undefined>;
  readonly restartHook?: RestartHook | undefined;
  readonly clock: Clock;
  readonly scrubber: SecretScrubber;
}

/**
 * An agent behind an HTTP server that speaks the reload contract. A call that may have been carried out although it
 * seems to have failed is settled by asking the agent which token is live, before anybody restarts anything.
 */
export class AgentServer implements AgentPort {
  readonly name: string;
  readonly kind = 'agent-server';
  readonly restart: AgentPort['restart'];
  readonly #http: HttpCaller;
  readonly #authHeader: string;
  readonly #authSecret: AgentServerOptions['authSecret'];
  readonly #scrubber: SecretScrubber;

  /** Throws `agent_url_invalid`. */
  constructor({ name, url, authHeader, authSecret, restartHook, clock, scrubber }: AgentServerOptions) {
    this.name = name;
    this.#http = new HttpCaller(parseAgentUrl(url), clock);
    this.#authHeader = authHeader ?? DEFAULT_AUTH_HEADER;
    this.#authSecret = authSecret;
    this.#scrubber = scrubber;
    this.restart = restartHook === undefined ? undefined : (order, signal) => restartHook.run(name, order, signal);
  }

  async reload(order: ReloadOrder, signal: AbortSignal): Promise<ReloadReply> {
    return this.#withSecret(signal, secret => this.#reload(order, secret, signal));
  }

  async revoke({ generation }: { readonly generation: number }, signal: AbortSignal): Promise<ReloadReply> {
    return this.#withSecret(signal, async secret => {
      const outcome = await this.#post('clear-token', generation, '{}', secret, {}, signal);
      const reply = await this.#settle(outcome, { generation, live: null, secret }, undefined, signal);
      // Its token goes at once all the same: a restart would end its work, and need not even take the token away.
      return reply.kind === 'unsupported' ? this.#reload({ ...NO_TOKEN, generation }, secret, signal) : reply;
    });
  }

  async #reload(
    order: Omit<ReloadOrder, 'fingerprint'>,
    secret: string | undefined,
    signal: AbortSignal,
  ): Promise<ReloadReply> {
    const body = JSON.stringify({ token: order.token, remove_api_key: order.removeApiKey });
    const extra = { [SUBSCRIPTION_HEADER]: encodeURIComponent(order.subscription) };
    const outcome = await this.#post('reload-token', order.generation, body, secret, extra, signal);
    const live = secret === undefined ? undefined : liveTokenFingerprint(secret, order.token);
    return this.#settle(outcome, { generation: order.generation, live, secret }, order.token, signal);
  }

  async health(signal: AbortSignal): Promise<AgentHealth> {
    const outcome = await this.#http.call({ method: 'GET', path: 'health', timeoutMs: HEALTH_TIMEOUT_MS }, signal);
    if (outcome.kind === 'failed') return down(outcome.reason, outcome.told);
    const body = jsonObject(outcome.body);
    if (outcome.status !== 200) {
      return down(`it answers with status ${outcome.status}`, { code: 'agent_status', count: outcome.status });
    }
    if (body === undefined) {
      return down('it answers with something that is no health report', { code: 'agent_no_report' });
    }
    const credential = asObject(body['credential']);
    return {
      state: 'up',
      reason: undefined,
      runtime: shortText(body['runtime'], 60),
      activeTasks: count(body['active_tasks']),
      fingerprint: shortText(credential?.['fingerprint'], 64),
      generation: count(credential?.['generation']),
      subscription: undefined,
    };
  }

  /** Ends calls under way. */
  close(): Promise<void> {
    return this.#http.close();
  }

  /** A secret store that cannot be read is this order's failure, and no reason to restart the agent. */
  async #withSecret(
    signal: AbortSignal,
    act: (secret: string | undefined) => Promise<ReloadReply>,
  ): Promise<ReloadReply> {
    let secret: string | undefined;
    try {
      secret = await this.#authSecret(signal);
    } catch (error) {
      signal.throwIfAborted();
      const told: Told = { code: 'order_failed', why: errorMessage(error), of: toldError(error) };
      return this.#clean({ kind: 'rejected', status: 401, reason: errorMessage(error), told }, undefined);
    }
    return act(secret);
  }

  #post(
    action: string,
    generation: number,
    body: string,
    secret: string | undefined,
    extra: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<HttpOutcome> {
    const headers = {
      'content-type': 'application/json',
      [GENERATION_HEADER]: String(generation),
      ...this.#authentication(secret),
      ...extra,
    };
    const path = `api/credentials/${action}`;
    return this.#http.call({ method: 'POST', path, headers, body, timeoutMs: RELOAD_TIMEOUT_MS }, signal);
  }

  #authentication(secret: string | undefined): Readonly<Record<string, string>> {
    return secret === undefined ? {} : { [this.#authHeader]: secret };
  }

  async #settle(
    outcome: HttpOutcome,
    expected: Expected,
    token: string | undefined,
    signal: AbortSignal,
  ): Promise<ReloadReply> {
    const reply = read(outcome);
    if (reply.kind !== 'doubtful') return this.#clean(reply, token);
    return (await this.#isLive(expected, signal)) ?? this.#clean(reply.otherwise, token);
  }

  /** The reload that the agent's own status proves, undefined when it proves nothing. */
  async #isLive({ generation, live, secret }: Expected, signal: AbortSignal): Promise<ReloadReply | undefined> {
    if (live === undefined) return undefined;
    const outcome = await this.#http.call(
      {
        method: 'GET',
        path: 'api/credentials/status',
        headers: this.#authentication(secret),
        timeoutMs: HEALTH_TIMEOUT_MS,
      },
      signal,
    );
    if (outcome.kind === 'failed' || outcome.status !== 200) return undefined;
    const credential = asObject(jsonObject(outcome.body)?.['credential']);
    if (credential?.['generation'] !== generation || credential['fingerprint'] !== live) return undefined;
    return {
      kind: 'reloaded',
      envShadow: shadowNames(credential['env_shadow']),
      durable: credential['durable'] === true,
    };
  }

  /** What an agent says of its failure may quote the token that it was given. */
  #clean(reply: ReloadReply, token: string | undefined): ReloadReply {
    if (reply.kind !== 'rejected' && reply.kind !== 'unreachable') return reply;
    const clean = (text: string): string =>
      this.#scrubber.redact(token === undefined ? text : text.replaceAll(token, '[redacted]'));
    return { ...reply, reason: clean(reply.reason), told: reply.told && cleanTold(reply.told, clean) };
  }
}

interface Expected {
  readonly generation: number;
  /** Fingerprint of the token that should be live; null: none; undefined: there is no key to compute it with. */
  readonly live: string | null | undefined;
  readonly secret: string | undefined;
}

/** A reply, or one that stands only if the agent does not say that the order was carried out after all. */
type Reading = ReloadReply | { readonly kind: 'doubtful'; readonly otherwise: ReloadReply };

function read(outcome: HttpOutcome): Reading {
  if (outcome.kind === 'failed') {
    const otherwise = { kind: 'unreachable', reason: outcome.reason, told: outcome.told } as const;
    return outcome.sent ? { kind: 'doubtful', otherwise } : otherwise;
  }
  const { status, body } = outcome;
  if (status === 200) return readSuccess(body);
  if (status === 404) return { kind: 'unsupported' };
  if (status === 409) return { kind: 'stale' };
  const refusal = { kind: 'rejected', status, ...refusalOf(status, body) } as const;
  return status >= 500 ? { kind: 'doubtful', otherwise: refusal } : refusal;
}

function readSuccess(body: string | undefined): Reading {
  const answer = jsonObject(body);
  if (answer?.['reloaded'] === true || answer?.['cleared'] === true) {
    const durable = answer['durable'] !== false;
    return { kind: 'reloaded', envShadow: shadowNames(answer['env_shadow']), durable };
  }
  const why: Refusal =
    body === undefined
      ? { reason: 'the answer is larger than any answer of an agent server', told: { code: 'order_answer_large' } }
      : { reason: 'the answer is not one of an agent server', told: { code: 'order_answer_strange' } };
  return { kind: 'doubtful', otherwise: { kind: 'rejected', status: 200, ...why } };
}

type Refusal = Pick<Extract<ReloadReply, { kind: 'rejected' }>, 'reason' | 'told'>;

function refusalOf(status: number, body: string | undefined): Refusal {
  if (status >= 300 && status < 400) {
    return {
      reason: 'the agent redirects elsewhere, where its token is not sent',
      told: { code: 'order_redirected' },
    };
  }
  const detail = errorDetail(body);
  // The agent's own refusal of its caller, not the provider's of the token.
  if (status === 401) {
    return {
      reason: 'the agent refuses the secret that Gatehouse has for it',
      told: { code: 'order_secret_refused' },
    };
  }
  if (detail !== undefined) return { reason: detail };
  return { reason: `the agent answers with status ${status}`, told: { code: 'agent_status', count: status } };
}

function down(reason: string, told: Told): AgentHealth {
  return {
    state: 'down',
    reason,
    told,
    runtime: undefined,
    activeTasks: undefined,
    fingerprint: undefined,
    generation: undefined,
    subscription: undefined,
  };
}
