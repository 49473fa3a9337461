import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command, CommandResult, Query, StatusSnapshot } from '../../electron/contract/index.ts';
import { GatehouseError, type Logger } from '../../electron/core/platform/index.ts';
import { type Dashboard, startDashboard } from '../../electron/web/index.ts';

/** The built page. */
export const ASSETS_DIR = fileURLToPath(new URL('../../dist/renderer', import.meta.url));

const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A dashboard whose state the test sets, and whose commands the test answers. */
export interface ScriptedDashboard extends Dashboard {
  show(snapshot: StatusSnapshot): void;
  readonly commands: Command[];
  answer: (command: Command) => Promise<CommandResult>;
  readonly queries: Query[];
  /** What the page is told when it asks beyond the snapshot; it checks it. Default: what each page asks for, and an error otherwise. */
  answerQuery: (query: Query) => Promise<unknown>;
}

/** What the frame and the views ask for by themselves: nothing is there yet. */
const FRAME_ANSWERS: Readonly<Partial<Record<Query['name'], unknown>>> = {
  'settings.describe': {
    file: '/home/someone/.config/gatehouse/config.json',
    sections: [],
    warnings: [],
    problems: [],
  },
  'diagnostics.checks': {
    checkedAt: 0,
    durationMs: 0,
    gates: [],
    checks: [],
    available: [],
    logFile: '/home/someone/.config/gatehouse/logs/gatehouse.log',
  },
  'activity.page': { entries: [], nextBefore: null, keptSince: null },
  'gateway.check': { ok: true, host: 'gateway.example', warning: null },
  'history.gateway': { since: 0, points: [], outages: [] },
  'history.tee': { since: 0, points: [], switches: [] },
  'receipts.page': { receipts: [], nextBefore: null, today: { verified: 0, refused: 0 } },
};

/** Starts a dashboard server over a snapshot that the test moves. */
export async function startScriptedDashboard(initial: StatusSnapshot, port = 0): Promise<ScriptedDashboard> {
  if (!existsSync(ASSETS_DIR)) throw new Error('The page is not built: run `npm run build` first.');
  let current = initial;
  const callbacks = new Set<() => void>();
  const commands: Command[] = [];
  const queries: Query[] = [];
  const script = {
    answer: async (): Promise<CommandResult> => ({ changed: true, sentence: 'Done.' }),
    answerQuery: async ({ name }: Query): Promise<unknown> => {
      if (Object.hasOwn(FRAME_ANSWERS, name)) return FRAME_ANSWERS[name];
      throw new GatehouseError('query_unknown', `Nobody answers ${name} here.`);
    },
  };
  const dashboard = await startDashboard({
    source: {
      snapshot: () => current,
      subscribe: callback => {
        callbacks.add(callback);
        return () => callbacks.delete(callback);
      },
    },
    execute: command => {
      commands.push(command);
      return scripted.answer(command);
    },
    query: query => {
      queries.push(query);
      return scripted.answerQuery(query).catch((error: unknown) => {
        // The page begins on the overview, whose questions may come when a test answers only those of its own view.
        if (
          error instanceof GatehouseError &&
          error.code === 'query_unknown' &&
          Object.hasOwn(FRAME_ANSWERS, query.name)
        )
          return FRAME_ANSWERS[query.name];
        throw error;
      });
    },
    port,
    assetsDir: ASSETS_DIR,
    logger: silent,
  });
  const scripted: ScriptedDashboard = {
    ...dashboard,
    ...script,
    commands,
    queries,
    show: snapshot => {
      current = snapshot;
      for (const callback of callbacks) callback();
    },
  };
  return scripted;
}
