import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor';

type Respond = (response: unknown) => void;
interface RequestOptions {
  readonly headers?: Record<string, unknown>;
}

/** The updater gives every installation a number and sends it along, for releases that go to a part of all people only. */
const NUMBER_HEADER = 'x-user-staging-id';

/**
 * The updater's requests, which tell nothing of who asks, and all of which can be ended: by itself it waits for ever for a
 * server that says nothing, because the time limit that it sets is one of Node's sockets and not of Chromium's.
 */
export class GuardedRequests extends ElectronHttpExecutor {
  readonly #live = new Set<Electron.ClientRequest>();

  override createRequest(options: RequestOptions, respond: Respond): Electron.ClientRequest {
    const headers = Object.fromEntries(
      Object.entries(options.headers ?? {}).filter(([name]) => name !== NUMBER_HEADER),
    );
    const request = super.createRequest({ ...options, headers }, respond);
    this.#live.add(request);
    request.on('close', () => this.#live.delete(request));
    return request;
  }

  /** Ends what is under way; whoever waits for it gets `reason`. */
  endAll(reason: Error): void {
    for (const request of [...this.#live]) {
      this.#live.delete(request);
      // The updater listens to this alone: the runtime says nothing of a request that was ended before its answer.
      request.emit('error', reason);
      request.abort();
    }
  }
}
