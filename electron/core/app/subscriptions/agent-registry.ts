import { join } from 'node:path';
import { z } from 'zod';
import {
  type AgentPort,
  AgentServer,
  LocalAgent,
  parseAgentUrl,
  RestartHook,
  TrinityAgent,
  TrinityClient,
  type TrinityCredentials,
  TrinitySession,
} from '../../agents/index.ts';
import { type Clock, GatehouseError, type SecretScrubber, type SecretStore } from '../../platform/index.ts';
import { type Fleet, type FleetAgent, type OpenedFile, VersionedFile } from '../../subscriptions/index.ts';
import { AgentEntry, entrySecretName } from './agent-entry.ts';
import { WatchedAgent } from './watched-agent.ts';

/** Options of {@link AgentRegistry}. */
export interface AgentRegistryOptions {
  /** The folder of the file; it must exist. */
  readonly home: string;
  readonly secrets: SecretStore;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly scrubber: SecretScrubber;
  /** Told of tokens that a backend issues. */
  readonly redact: (value: string) => void;
  /** Something that is shown of an agent changed. */
  readonly onChange: () => void;
}

/** One configured agent, and the way to it. */
export interface KnownAgent {
  readonly entry: AgentEntry;
  readonly agent: WatchedAgent;
  /** The same when it is a local one. */
  readonly local: LocalAgent | undefined;
  readonly close: () => Promise<void>;
}

/** A Trinity backend, and which of its agents are known here. */
export interface KnownBackend {
  readonly key: string;
  readonly host: string;
  readonly client: TrinityClient;
  /** By what Trinity calls the agent: what it is called here. */
  readonly names: ReadonlyMap<string, string>;
}

const FILE_NAME = 'agents.json';
const MOST_AGENTS = 2_000;
const contentSchema = z.object({ agents: z.array(AgentEntry) });
type Content = z.infer<typeof contentSchema>;

/** The configured agents: kept in a file of the home folder, their secrets in the secret store. */
export class AgentRegistry implements Fleet {
  readonly #options: AgentRegistryOptions;
  readonly #file: VersionedFile<Content>;
  readonly #agents = new Map<string, KnownAgent>();
  /** By address: agents of one backend share its sign-in. */
  readonly #sessions = new Map<string, TrinitySession>();

  constructor(options: AgentRegistryOptions) {
    this.#options = options;
    this.#file = new VersionedFile({
      path: join(options.home, FILE_NAME),
      schema: contentSchema,
      version: 1,
      migrations: {},
      empty: { agents: [] },
      clock: options.clock,
    });
  }

  /** Reads the file; gives a damaged one that was moved away. Throws the file's errors. */
  async open(signal: AbortSignal): Promise<OpenedFile['setAside']> {
    const { setAside } = await this.#file.open(signal);
    for (const entry of this.#file.value.agents) this.#agents.set(entry.name, this.#connect(entry));
    return setAside;
  }

  /** Ends calls under way. */
  async close(): Promise<void> {
    await Promise.all([...this.#agents.values()].map(({ close }) => close()));
    await Promise.all([...this.#sessions.values()].map(session => session.close()));
  }

  /** By name. */
  list(): readonly KnownAgent[] {
    return [...this.#agents.values()].sort((a, b) => (a.entry.name < b.entry.name ? -1 : 1));
  }

  names(): readonly string[] {
    return this.list().map(({ entry }) => entry.name);
  }

  find(agent: string): FleetAgent | undefined {
    const known = this.#agents.get(agent);
    if (known === undefined) return undefined;
    const { runtime, model, mayUseApiKey } = known.entry;
    return { port: known.agent, runtime: runtime ?? undefined, model: model ?? undefined, mayUseApiKey };
  }

  known(agent: string): KnownAgent | undefined {
    return this.#agents.get(agent);
  }

  /** The backends of its Trinity agents. */
  backends(): readonly KnownBackend[] {
    const found = new Map<string, KnownBackend & { readonly names: Map<string, string> }>();
    for (const { entry } of this.list()) {
      const { kind, url, name, remoteName } = entry;
      if (kind !== 'trinity' || url === null) continue;
      const key = sessionKey(entry, url);
      const known = found.get(key) ?? {
        key,
        host: parseAgentUrl(url).host,
        client: new TrinityClient(this.#session(entry, url)),
        names: new Map<string, string>(),
      };
      known.names.set(remoteName ?? name, name);
      found.set(key, known);
    }
    return [...found.values()];
  }

  /** The agents that OpenClaw knows by this id. */
  byOpenclawId(id: string): readonly string[] {
    return this.list()
      .filter(({ entry }) => (entry.openclawAgentId ?? entry.name) === id)
      .map(({ entry }) => entry.name);
  }

  /** Adds one. Throws `agent_invalid`, `agent_exists`, `agents_too_many`, and what the file throws. */
  async add(given: unknown, signal: AbortSignal): Promise<AgentEntry> {
    const entry = readEntry(given);
    await this.#file.update(({ agents }) => {
      if (agents.some(({ name }) => name === entry.name)) throw exists(entry.name);
      if (agents.length >= MOST_AGENTS) {
        throw new GatehouseError('agents_too_many', `There are ${MOST_AGENTS} agents already.`, {
          remedy: 'Remove one with: gatehouse agent remove NAME',
        });
      }
      return { value: { agents: [...agents, entry] }, result: undefined };
    }, signal);
    this.#agents.set(entry.name, this.#connect(entry));
    this.#options.onChange();
    return entry;
  }

  /** Removes one, and its secret unless another agent uses it. */
  async remove(name: string, signal: AbortSignal): Promise<void> {
    const known = this.#agents.get(name);
    if (known === undefined) return;
    await this.#file.update(
      ({ agents }) => ({ value: { agents: agents.filter(entry => entry.name !== name) }, result: undefined }),
      signal,
    );
    this.#agents.delete(name);
    await known.close();
    const secret = entrySecretName(known.entry);
    const isShared = this.list().some(({ entry }) => entrySecretName(entry) === secret);
    if (secret !== null && !isShared) await this.#options.secrets.delete(secret, signal);
    this.#options.onChange();
  }

  #connect(entry: AgentEntry): KnownAgent {
    const { clock, onChange } = this.#options;
    const { port, close } = this.#portOf(entry);
    const agent = new WatchedAgent(port, clock, onChange);
    return { entry, agent, local: port instanceof LocalAgent ? port : undefined, close };
  }

  #portOf(entry: AgentEntry): { readonly port: AgentPort; readonly close: () => Promise<void> } {
    const { name, kind, url, authHeader, remoteName, uploadTokens } = entry;
    const { secrets, clock, scrubber } = this.#options;
    if (kind === 'local' || url === null) return { port: new LocalAgent(name), close: async () => undefined };
    if (kind === 'trinity') {
      const client = new TrinityClient(this.#session(entry, url));
      const port = new TrinityAgent({ name: remoteName ?? name, client, uploadTokens });
      return { port: renamed(port, name), close: async () => undefined };
    }
    const secret = entrySecretName(entry);
    const port = new AgentServer({
      name,
      url,
      ...(authHeader === null ? {} : { authHeader }),
      authSecret: async signal => (secret === null ? undefined : secrets.get(secret, signal)),
      restartHook: this.#hook(entry),
      clock,
      scrubber,
    });
    return { port, close: () => port.close() };
  }

  #hook({ restart, restartGetsToken }: AgentEntry): RestartHook | undefined {
    const { env, clock, scrubber } = this.#options;
    if (restart === null) return undefined;
    return new RestartHook({ command: restart, passToken: restartGetsToken, env, clock, scrubber });
  }

  #session(entry: AgentEntry, url: string): TrinitySession {
    const { clock, scrubber, redact } = this.#options;
    const key = sessionKey(entry, url);
    const known = this.#sessions.get(key);
    if (known !== undefined) return known;
    const credentials = (signal: AbortSignal): Promise<TrinityCredentials | undefined> => this.#signIn(entry, signal);
    const session = new TrinitySession({ url, credentials, clock, scrubber, redact });
    this.#sessions.set(key, session);
    return session;
  }

  async #signIn(entry: AgentEntry, signal: AbortSignal): Promise<TrinityCredentials | undefined> {
    const name = entrySecretName(entry);
    const secret = name === null ? undefined : await this.#options.secrets.get(name, signal);
    if (secret === undefined) return undefined;
    return entry.username === null
      ? { kind: 'key', key: secret }
      : { kind: 'password', username: entry.username, password: secret };
  }
}

/** Agents with the same share one sign-in. */
function sessionKey({ username }: AgentEntry, url: string): string {
  return `${parseAgentUrl(url).href} ${username ?? ''}`;
}

/** Throws `agent_invalid`. */
export function readEntry(given: unknown): AgentEntry {
  const parsed = AgentEntry.safeParse(given);
  const [issue] = parsed.error?.issues ?? [];
  const problem = parsed.success
    ? (parsed.data.kind === 'local') === (parsed.data.url === null)
      ? undefined
      : 'an agent has an address unless it is a local one'
    : `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}`.trim();
  if (parsed.success && problem === undefined) return parsed.data;
  throw new GatehouseError('agent_invalid', `This agent cannot be used: ${problem}.`, {
    remedy: 'See what an agent needs with: gatehouse agent add --help',
  });
}

function exists(name: string): GatehouseError {
  return new GatehouseError('agent_exists', `There is an agent ${name} already.`, {
    remedy: `Choose another name, or remove it first: gatehouse agent remove ${name}`,
  });
}

/** What Trinity calls an agent is not what it is called here. */
function renamed(port: TrinityAgent, name: string): AgentPort {
  return {
    name,
    kind: port.kind,
    restart: port.restart,
    reload: (order, signal) => port.reload(order, signal),
    revoke: (order, signal) => port.revoke(order, signal),
    health: signal => port.health(signal),
  };
}
