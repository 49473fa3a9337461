import { connectFailure, protocolMismatch } from './connect-failure.ts';
import type { WireError } from './frames.ts';
import { type Hello, readHello, readSuspension, type SuspensionPhase } from './hello.ts';
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
  /** The last request before the gateway said so: only the answer to a later one takes it back. Undefined: it does not. */
  #drainingAfter: number | undefined;
  #suspendedAfter: number | undefined;

  constructor({ requests, dispatch }: RouterOptions) {
    this.#requests = requests;
    this.#dispatch = dispatch;
  }

  /** Another connection begins: what was said on the one before counts no more. */
  begin({ suspension }: Hello): void {
    this.#drainingAfter = undefined;
    this.#setSuspended(suspension);
  }

  succeeded(id: string, payload: unknown): void {
    if (id !== CONNECT_ID) {
      this.#answered(Number(id));
      this.#requests.succeed(id, payload);
      return;
    }
    const hello = readHello(payload);
    if (hello === undefined) {
      this.#dispatch({ type: 'failed', failure: { kind: 'malformed', detail: 'hello' } });
      return;
    }
    // It was told our range; a gateway that picks another protocol would be misread from here on.
    const mismatch = protocolMismatch(hello.protocol);
    this.#dispatch(mismatch === undefined ? { type: 'accepted', hello } : { type: 'refused', failure: mismatch });
  }

  failed(id: string, error: WireError): void {
    if (id === CONNECT_ID) {
      this.#dispatch({ type: 'refused', failure: connectFailure(error) });
      return;
    }
    const { kind } = connectFailure(error);
    this.#requests.refuse(id, error);
    if (kind === 'restarting') {
      const isNew = this.#drainingAfter === undefined;
      this.#drainingAfter = this.#requests.lastId;
      if (isNew) this.#dispatch({ type: 'draining', isDraining: true });
    } else if (kind === 'suspending') {
      this.#setSuspended('prepared');
      this.#dispatch({ type: 'suspension', phase: 'prepared' });
    }
  }

  /** What an event means for the connection itself; undefined payloads and other events mean nothing. */
  announced({ event, payload }: GatewayFrameEvent): void {
    if (event === 'shutdown') {
      const willReturn = asRecord(payload)?.['restartExpectedMs'] !== undefined;
      this.#dispatch({ type: 'farewell', farewell: { willReturn } });
    } else if (event === 'gateway.suspension') {
      const phase = readSuspension(payload);
      this.#setSuspended(phase);
      this.#dispatch({ type: 'suspension', phase });
    }
  }

  /** Answers come in any order, and those to earlier requests are from before. */
  #answered(id: number): void {
    if (this.#drainingAfter !== undefined && id > this.#drainingAfter) {
      this.#drainingAfter = undefined;
      this.#dispatch({ type: 'draining', isDraining: false });
    }
    if (this.#suspendedAfter !== undefined && id > this.#suspendedAfter) {
      this.#suspendedAfter = undefined;
      this.#dispatch({ type: 'suspension', phase: 'accepting' });
    }
  }

  /** Only a gateway whose suspension is complete answers nothing (gateway 2026.9.1). */
  #setSuspended(phase: SuspensionPhase): void {
    this.#suspendedAfter = phase === 'prepared' ? this.#requests.lastId : undefined;
  }
}
