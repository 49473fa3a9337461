import type { Clock } from '../../core/platform/index.ts';
import type { GatewayHub } from './hub.ts';
import type { Admission, Decision, DeviceToken, PairingBook, PendingPairing } from './pairing-book.ts';
import { Timers } from './timers.ts';

/** A device that the gateway knows. Without its tokens. */
export interface PairedDevice {
  readonly deviceId: string;
  readonly displayName: string | undefined;
  readonly platform: string;
  readonly clientId: string;
  readonly clientMode: string;
  readonly roles: readonly { readonly role: string; readonly scopes: readonly string[]; readonly issuedAtMs: number }[];
}

/** How a request for more scopes on a live connection ended. */
export type UpgradeOutcome =
  | {
      readonly status: 'approved';
      readonly requestId: string;
      readonly deviceToken: string;
      readonly scopes: readonly string[];
    }
  | { readonly status: 'rejected' | 'expired'; readonly requestId: string };

/** The person at the gateway: approves, rejects, takes away. What `openclaw devices` does. */
export class SandboxPairing {
  readonly #book: PairingBook;
  readonly #hub: GatewayHub;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #waiting = new Map<string, Set<(outcome: UpgradeOutcome) => void>>();
  /** Local callers with the shared secret are paired without asking: `gateway.nodes.pairing.autoApproveLocal`. */
  approvesLocal: boolean;

  constructor(book: PairingBook, hub: GatewayHub, clock: Clock, approvesLocal: boolean) {
    this.#book = book;
    this.#hub = hub;
    this.#clock = clock;
    this.#timers = new Timers(clock);
    this.approvesLocal = approvesLocal;
  }

  /** The requests that wait for a person, oldest first. */
  pending(): readonly PendingPairing[] {
    return this.#book.pending();
  }

  paired(): readonly PairedDevice[] {
    return this.#book.devices().map(({ claim, tokens }) => ({
      deviceId: claim.deviceId,
      displayName: claim.displayName,
      platform: claim.platform,
      clientId: claim.clientId,
      clientMode: claim.clientMode,
      roles: [...tokens].map(([role, { scopes, issuedAtMs }]) => ({ role, scopes, issuedAtMs })),
    }));
  }

  /** As `openclaw devices approve <requestId>`. Throws RangeError when no such request waits. */
  approve(requestId: string): void {
    const request = this.#take(requestId);
    this.#resolve(request, 'approved', this.#book.enter(request));
  }

  /** As `openclaw devices reject <requestId>`. Throws RangeError when no such request waits. */
  reject(requestId: string): void {
    this.#resolve(this.#take(requestId), 'rejected');
  }

  /** Somebody else gets the device a new token; it is not told, and its connections end with 4001. Throws RangeError. */
  rotate(deviceId: string, role = 'operator'): void {
    if (this.#book.rotate(deviceId, role) === undefined) throw unknownDevice(deviceId);
    this.#expel(deviceId);
  }

  /** Takes the token away; its connections end with 4001. Throws RangeError. */
  revoke(deviceId: string, role = 'operator'): void {
    if (!this.#book.revoke(deviceId, role)) throw unknownDevice(deviceId);
    this.#expel(deviceId);
  }

  /** Forgets the device; its connections end with 4001. Throws RangeError. */
  remove(deviceId: string): void {
    if (!this.#book.remove(deviceId)) throw unknownDevice(deviceId);
    this.#expel(deviceId);
  }

  /** A new request for approval came in: those who may approve hear of it. */
  announce({ pending: { requestId, claim, requestedAt, reason } }: Extract<Admission, { kind: 'pairing' }>): void {
    const { displayName, deviceFamily, ...known } = claim;
    this.#hub.broadcast('device.pair.requested', {
      requestId,
      ...known,
      ...(displayName === undefined ? {} : { displayName }),
      ...(deviceFamily === undefined ? {} : { deviceFamily }),
      silent: false,
      isRepair: reason === 'role-upgrade',
      ts: requestedAt,
    });
  }

  /** Resolves when somebody decided, or the request expired, or `signal` ended the caller's connection (then: expired). */
  decided(requestId: string, signal: AbortSignal): Promise<UpgradeOutcome> {
    const expired = { status: 'expired', requestId } as const;
    const request = this.pending().find(one => one.requestId === requestId);
    if (request === undefined || signal.aborted) return Promise.resolve(expired);
    return new Promise(resolve => {
      const waiting = this.#waiting.get(requestId) ?? new Set();
      this.#waiting.set(requestId, waiting);
      const settle = (outcome: UpgradeOutcome): void => {
        waiting.delete(settle);
        timer.cancel();
        signal.removeEventListener('abort', end);
        resolve(outcome);
      };
      const end = (): void => settle(expired);
      const timer = this.#timers.after(Math.max(request.expiresAt - this.#clock.now(), 0), end);
      signal.addEventListener('abort', end, { once: true });
      waiting.add(settle);
    });
  }

  #take(requestId: string): PendingPairing {
    const request = this.#book.take(requestId);
    if (request === undefined) throw new RangeError(`no pairing request ${requestId} waits`);
    return request;
  }

  #resolve({ requestId, claim }: PendingPairing, decision: Decision, token?: DeviceToken): void {
    const { deviceId } = claim;
    this.#hub.broadcast('device.pair.resolved', { requestId, deviceId, decision, ts: this.#clock.now() });
    const waiting = [...(this.#waiting.get(requestId) ?? [])];
    this.#waiting.delete(requestId);
    for (const settle of waiting) {
      settle(
        token === undefined
          ? { status: 'rejected', requestId }
          : { status: 'approved', requestId, deviceToken: token.token, scopes: token.scopes },
      );
    }
  }

  #expel(deviceId: string): void {
    for (const connection of this.#hub.callers()) {
      if (connection.deviceId === deviceId) connection.close({ code: 4001, reason: 'device removed' });
    }
  }
}

function unknownDevice(deviceId: string): RangeError {
  return new RangeError(`the gateway knows no such token of the device ${deviceId}`);
}
