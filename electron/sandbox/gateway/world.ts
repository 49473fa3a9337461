import type { Random } from '../../core/platform/index.ts';
import { sandboxId } from './identifiers.ts';

/** A conversation of an agent. */
export interface WorldSession {
  readonly key: string;
  readonly agentId: string;
  status: 'idle' | 'running' | 'done' | 'failed';
  readonly activeRunIds: string[];
  lastRunError: string | undefined;
  updatedAt: number;
  totalTokens: number;
}

/** A messaging account. */
export interface WorldChannel {
  readonly id: string;
  readonly label: string;
  readonly accountId: string;
  connected: boolean;
  lastError: string | null;
  reconnectAttempts: number;
}

/** Quota of a model provider. */
export interface WorldUsage {
  readonly provider: string;
  readonly displayName: string;
  readonly plan: string;
  readonly windows: { readonly label: string; usedPercent: number; resetAt: number }[];
}

/** A model and whether it can be used now. */
export interface WorldModel {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  cooldownUntil: number | undefined;
}

const HOUR_MS = 3_600_000;
const AGENTS = ['main', 'research'] as const;

/** What the gateway has to tell of: agents, sessions, a channel, quotas. All of it made up, and named so. */
export class SandboxWorld {
  readonly agents: readonly string[] = AGENTS;
  readonly sessions = new Map<string, WorldSession>();
  readonly channels: WorldChannel[];
  readonly usage: WorldUsage[];
  readonly models: WorldModel[];
  readonly #random: Random;

  constructor(random: Random, nowMs: number) {
    this.#random = random;
    for (const agentId of AGENTS) {
      const key = `agent:${agentId}:main`;
      this.sessions.set(key, newSession(key, agentId, nowMs));
    }
    this.channels = [
      {
        id: 'sandbox-chat',
        label: 'Sandbox chat',
        accountId: 'default',
        connected: true,
        lastError: null,
        reconnectAttempts: 0,
      },
    ];
    this.usage = [
      {
        provider: 'sandbox',
        displayName: 'Sandbox provider',
        plan: 'sandbox',
        windows: [
          { label: '5h', usedPercent: 12, resetAt: nowMs + 5 * HOUR_MS },
          { label: 'Week', usedPercent: 34, resetAt: nowMs + 7 * 24 * HOUR_MS },
        ],
      },
    ];
    this.models = [{ id: 'sandbox-model', name: 'Sandbox model', provider: 'sandbox', cooldownUntil: undefined }];
  }

  /** Runs under way, in all sessions. */
  get activeRuns(): number {
    return [...this.sessions.values()].reduce((sum, session) => sum + session.activeRunIds.length, 0);
  }

  /** The session of that key; a new one when there is none. */
  session(key: string, nowMs: number): WorldSession {
    const known = this.sessions.get(key);
    if (known !== undefined) return known;
    const created = newSession(key, key.split(':')[1] ?? 'main', nowMs);
    this.sessions.set(key, created);
    return created;
  }

  /** Begins a run. Returns its id. */
  begin(session: WorldSession, nowMs: number): string {
    const runId = sandboxId(this.#random);
    session.activeRunIds.push(runId);
    session.status = 'running';
    session.updatedAt = nowMs;
    return runId;
  }

  /** Ends a run, well or with `error`. */
  end(session: WorldSession, runId: string, nowMs: number, error?: string): void {
    const index = session.activeRunIds.indexOf(runId);
    if (index >= 0) session.activeRunIds.splice(index, 1);
    session.lastRunError = error;
    session.updatedAt = nowMs;
    if (session.activeRunIds.length === 0) session.status = error === undefined ? 'done' : 'failed';
  }

  /** The gateway ended: no run survives that. */
  interrupt(nowMs: number): void {
    for (const session of this.sessions.values()) {
      for (const runId of [...session.activeRunIds]) this.end(session, runId, nowMs, 'interrupted by a restart');
    }
  }

  /** The models of `provider` take nothing until then. */
  coolDown(provider: string, untilMs: number): void {
    for (const model of this.models) if (model.provider === provider) model.cooldownUntil = untilMs;
  }
}

function newSession(key: string, agentId: string, nowMs: number): WorldSession {
  return { key, agentId, status: 'idle', activeRunIds: [], lastRunError: undefined, updatedAt: nowMs, totalTokens: 0 };
}
