import { z } from 'zod';
import { type Command, CommandResult, OutwardError } from './commands.ts';
import type { Query, QueryResult } from './queries.ts';
import { StatusSnapshot } from './status.ts';

/** An answer that crosses a process border: errors travel as data, because an `Error` loses its fields on the way. */
function replyOf<Value extends z.ZodType>(value: Value) {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error: OutwardError }),
  ]);
}

/** Answer to a request for the snapshot. */
export const SnapshotReply = replyOf(StatusSnapshot);
export type SnapshotReply = z.infer<typeof SnapshotReply>;

/** Answer to a command. */
export const CommandReply = replyOf(CommandResult);
export type CommandReply = z.infer<typeof CommandReply>;

/** What a page needs from its host, whichever it is. Results are validated before they are handed out. */
export interface Bridge {
  /** The present state. Rejects with {@link BridgeError}. */
  getSnapshot(): Promise<StatusSnapshot>;
  /** Calls back with each later snapshot, until the returned function is called. */
  onSnapshot(callback: (snapshot: StatusSnapshot) => void): () => void;
  /** Runs one command of the one list. Rejects with {@link BridgeError}. */
  run(command: Command): Promise<CommandResult>;
  /** Answers one query, checked against the schema of its name. Rejects with {@link BridgeError}. */
  query<Asked extends Query>(query: Asked): Promise<QueryResult<Asked['name']>>;
}

/** What the preload puts on `window.gatehouse`: the same calls, results unchecked. */
export interface PreloadApi {
  getSnapshot(): Promise<unknown>;
  onSnapshot(callback: (snapshot: unknown) => void): () => void;
  run(command: unknown): Promise<unknown>;
  query(query: unknown): Promise<unknown>;
}

/** A failed call of a {@link Bridge}, with what the host tells the outside about it. */
export class BridgeError extends Error {
  readonly code: string;
  readonly remedy: string | null;

  constructor({ code, message, remedy }: OutwardError) {
    super(message);
    this.name = 'BridgeError';
    this.code = code;
    this.remedy = remedy;
  }
}
