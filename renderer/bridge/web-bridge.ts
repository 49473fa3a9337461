import {
  BridgeError,
  type Command,
  CommandReply,
  type CommandResult,
  type Query,
  QueryReply,
  type QueryResult,
  readQueryResult,
  StatusSnapshot,
} from '../../electron/contract/index.ts';
import { reconnectDelayMs, tokenOf } from './backoff.ts';
import type { Connection, LiveBridge } from './live-bridge.ts';

const JSON_HEADERS = { 'Content-Type': 'application/json' };

/**
 * The bridge to the headless host: commands over fetch, state over a WebSocket that is opened again after each loss.
 * A link's one-time token is exchanged for a cookie first, and leaves the address bar before anything else happens.
 */
export class WebBridge implements LiveBridge {
  readonly #view: Window;
  readonly #snapshotCallbacks = new Set<(snapshot: StatusSnapshot) => void>();
  readonly #connectionCallbacks = new Set<(connection: Connection) => void>();
  #connection: Connection = { kind: 'connecting' };
  #socket: WebSocket | undefined;
  #latest: StatusSnapshot | undefined;
  #failures = 0;
  #retryTimer: number | undefined;
  #linkWasUsed = false;

  constructor(view: Window) {
    this.#view = view;
  }

  /** Signs in when the address carries a token, connects, and stays connected. */
  start(): void {
    // A new link opened in the same tab only changes the fragment: the page is not loaded again.
    this.#view.addEventListener('hashchange', () => void this.#signInAndConnect());
    this.#view.addEventListener('online', () => this.reconnect());
    this.#view.document.addEventListener('visibilitychange', () => {
      if (this.#view.document.visibilityState === 'visible') this.reconnect();
    });
    void this.#signInAndConnect();
  }

  /** What was pushed last, or what is pushed first: before the sign-in there is nothing to ask for. */
  getSnapshot(): Promise<StatusSnapshot> {
    if (this.#latest !== undefined) return Promise.resolve(this.#latest);
    return new Promise(resolve => {
      const unsubscribe = this.onSnapshot(snapshot => {
        unsubscribe();
        resolve(snapshot);
      });
    });
  }

  onSnapshot(callback: (snapshot: StatusSnapshot) => void): () => void {
    this.#snapshotCallbacks.add(callback);
    if (this.#latest !== undefined) callback(this.#latest);
    return () => this.#snapshotCallbacks.delete(callback);
  }

  async run(command: Command): Promise<CommandResult> {
    const response = await fetch('/command', { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify(command) });
    const reply = CommandReply.parse(await response.json());
    if (!reply.ok) throw new BridgeError(reply.error);
    return reply.value;
  }

  async query<Asked extends Query>(query: Asked): Promise<QueryResult<Asked['name']>> {
    const response = await fetch('/query', { method: 'POST', headers: JSON_HEADERS, body: JSON.stringify(query) });
    const reply = QueryReply.parse(await response.json());
    if (!reply.ok) throw new BridgeError(reply.error);
    return readQueryResult<Asked['name']>(query.name, reply.value);
  }

  onConnection(callback: (connection: Connection) => void): () => void {
    this.#connectionCallbacks.add(callback);
    callback(this.#connection);
    return () => this.#connectionCallbacks.delete(callback);
  }

  reconnect(): void {
    if (this.#connection.kind === 'lost') void this.#probe();
  }

  async #signInAndConnect(): Promise<void> {
    const { location, history } = this.#view;
    const token = tokenOf(location.hash);
    if (token !== undefined) {
      history.replaceState(null, '', location.pathname);
      try {
        const response = await fetch('/session', {
          method: 'POST',
          headers: JSON_HEADERS,
          body: JSON.stringify({ token }),
        });
        this.#linkWasUsed = !response.ok;
      } catch {
        this.#lose();
        return;
      }
    }
    if (this.#connection.kind !== 'connected') await this.#probe();
  }

  /** A refused WebSocket does not say why: a plain request tells "not signed in" from "not there". */
  async #probe(): Promise<void> {
    try {
      const response = await fetch('/snapshot');
      if (response.status === 401) this.#tell({ kind: 'signed-out', linkWasUsed: this.#linkWasUsed });
      else this.#connect();
    } catch {
      this.#lose();
    }
  }

  #connect(): void {
    this.#view.clearTimeout(this.#retryTimer);
    if (this.#socket !== undefined) return;
    const socket = new WebSocket(`ws://${this.#view.location.host}/events`);
    this.#socket = socket;
    socket.addEventListener('message', event => this.#receive(socket, event));
    socket.addEventListener('close', () => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#lose();
    });
  }

  #receive(socket: WebSocket, event: MessageEvent<unknown>): void {
    if (this.#socket !== socket || typeof event.data !== 'string') return;
    const snapshot = StatusSnapshot.safeParse(JSON.parse(event.data));
    if (!snapshot.success) {
      // A host of another version: the page's own files are older or newer than it. Loading again gets the right ones.
      socket.close();
      return;
    }
    this.#failures = 0;
    this.#latest = snapshot.data;
    this.#tell({ kind: 'connected' });
    for (const callback of this.#snapshotCallbacks) callback(snapshot.data);
  }

  #lose(): void {
    const delayMs = reconnectDelayMs(this.#failures);
    this.#failures += 1;
    this.#tell({ kind: 'lost', nextAttemptAt: Date.now() + delayMs });
    this.#view.clearTimeout(this.#retryTimer);
    this.#retryTimer = this.#view.setTimeout(() => void this.#probe(), delayMs);
  }

  #tell(connection: Connection): void {
    if (connection.kind === 'connected' && this.#connection.kind === 'connected') return;
    this.#connection = connection;
    for (const callback of this.#connectionCallbacks) callback(connection);
  }
}
