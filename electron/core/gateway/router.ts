import { connectFailure } from './connect-failure.ts';
import type { WireError } from './frames.ts';
import { readHello, readSuspension } from './hello.ts';
import type { GatewayFrameEvent } from './inbox.ts';
import type { ConnectionEvent } from './machine.ts';
import type { Requests } from './requests.ts';
import { asRecord } from './untrusted.ts';

/** The id of the request that signs in; the ids of {@link Requests} are numbers. */
export const CONNECT_ID = 'connect';

/** Options of {@link Router}. */
export interface RouterOptions {
  readonly requests: Requests;
  readonly dispatch: (event: ConnectionEvent) => void;
}

/** Takes what a gateway answers and announces to whom it concerns: the machine, or whoever waits for the answer. */
export class Router {
  readonly #requests: Requests;
  readonly #dispatch: RouterOptions['dispatch'];
  #isDraining = false;

  constructor({ requests, dispatch }: RouterOptions) {
    this.#requests = requests;
    this.#dispatch = dispatch;
  }

  /** Another connection begins: what was said on the one before counts no more. */
  reset(): void {
    this.#isDraining = false;
  }

  succeeded(id: string, payload: unknown): void {
    if (id !== CONNECT_ID) {
      this.#setDraining(false);
      this.#requests.succeed(id, payload);
      return;
    }
    const hello = readHello(payload);
    if (hello === undefined) this.#dispatch({ type: 'failed', failure: { kind: 'malformed', detail: 'hello' } });
    else this.#dispatch({ type: 'accepted', hello });
  }

  failed(id: string, error: WireError): void {
    if (id === CONNECT_ID) {
      this.#dispatch({ type: 'refused', failure: connectFailure(error) });
      return;
    }
    const { kind } = connectFailure(error);
    this.#requests.refuse(id, error);
    if (kind === 'restarting') this.#setDraining(true);
    else if (kind === 'suspending') this.#dispatch({ type: 'suspension', phase: 'prepared' });
  }

  /** What an event means for the connection itself; undefined payloads and other events mean nothing. */
  announced({ event, payload }: GatewayFrameEvent): void {
    if (event === 'shutdown') {
      const willReturn = asRecord(payload)?.['restartExpectedMs'] !== undefined;
      this.#dispatch({ type: 'farewell', farewell: { willReturn } });
    } else if (event === 'gateway.suspension') {
      this.#dispatch({ type: 'suspension', phase: readSuspension(payload) });
    }
  }

  #setDraining(isDraining: boolean): void {
    if (this.#isDraining === isDraining) return;
    this.#isDraining = isDraining;
    this.#dispatch({ type: 'draining', isDraining });
  }
}
