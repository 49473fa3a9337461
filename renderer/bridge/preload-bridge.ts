import {
  BridgeError,
  type Command,
  CommandReply,
  type CommandResult,
  type PreloadApi,
  type Query,
  QueryReply,
  type QueryResult,
  readQueryResult,
  SnapshotReply,
  StatusSnapshot,
} from '../../electron/contract/index.ts';
import type { Connection, LiveBridge } from './live-bridge.ts';

/** The bridge over the preload's functions. The host is the window's own process: the line holds as long as the page. */
export class PreloadBridge implements LiveBridge {
  readonly #api: PreloadApi;

  constructor(api: PreloadApi) {
    this.#api = api;
  }

  async getSnapshot(): Promise<StatusSnapshot> {
    const reply = SnapshotReply.parse(await this.#api.getSnapshot());
    if (!reply.ok) throw new BridgeError(reply.error);
    return reply.value;
  }

  onSnapshot(callback: (snapshot: StatusSnapshot) => void): () => void {
    return this.#api.onSnapshot(value => callback(StatusSnapshot.parse(value)));
  }

  async run(command: Command): Promise<CommandResult> {
    const reply = CommandReply.parse(await this.#api.run(command));
    if (!reply.ok) throw new BridgeError(reply.error);
    return reply.value;
  }

  async query<Asked extends Query>(query: Asked): Promise<QueryResult<Asked['name']>> {
    const reply = QueryReply.parse(await this.#api.query(query));
    if (!reply.ok) throw new BridgeError(reply.error);
    return readQueryResult<Asked['name']>(query.name, reply.value);
  }

  onConnection(callback: (connection: Connection) => void): () => void {
    callback({ kind: 'connected' });
    return () => undefined;
  }

  reconnect(): void {
    // Nothing can be disconnected here.
  }
}
