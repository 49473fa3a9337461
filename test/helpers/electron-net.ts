import { EventEmitter } from 'node:events';
import http from 'node:http';
import type Electron from 'electron';

/** Requests of the main process, as the stand-in for `electron` makes them: Node's, on loopback only. */
class StandInRequest extends EventEmitter {
  readonly #request: http.ClientRequest;

  constructor({ hostname, port, path, headers, method }: Electron.ClientRequestConstructorOptions) {
    super();
    const host = hostname ?? '';
    if (host !== '127.0.0.1') throw new Error(`A test asked ${host}.`);
    const given = headers as http.OutgoingHttpHeaders | undefined;
    this.#request = http.request({
      hostname: host,
      port,
      path,
      method: method ?? 'GET',
      agent: false,
      ...(given === undefined ? {} : { headers: given }),
    });
    this.#request.on('response', response => {
      const { statusCode = 0, headers: answered } = response;
      if (statusCode >= 300 && statusCode < 400 && answered.location !== undefined) {
        response.resume();
        this.emit('redirect', statusCode, 'GET', answered.location, {});
      } else this.emit('response', response);
    });
    this.#request.on('error', error => {
      // A runtime's request that was ended by its owner says nothing.
      if (!this.#request.destroyed || this.listenerCount('error') > 0) this.emit('error', error);
    });
    this.#request.on('close', () => this.emit('close'));
  }

  end(): void {
    this.#request.end();
  }
  abort(): void {
    this.#request.destroy();
  }
}

export const standInNet = {
  request: (options: Electron.ClientRequestConstructorOptions): StandInRequest => new StandInRequest(options),
};
