import type { Clock, Random } from '../../core/platform/index.ts';
import { freshToken, sandboxId } from './identifiers.ts';
import { isWider, union } from './scopes.ts';

/** How long a request for approval stands; every repetition renews it (gateway 2026.9.1). */
const REQUEST_LIFETIME_MS = 300_000;

/** What a device says of itself when it connects. */
export interface DeviceClaim {
  readonly deviceId: string;
  readonly publicKey: string;
  readonly displayName: string | undefined;
  readonly platform: string;
  readonly deviceFamily: string | undefined;
  readonly clientId: string;
  readonly clientMode: string;
  readonly role: string;
  readonly scopes: readonly string[];
}

/** Why somebody has to approve. */
export type PairingReason = 'not-paired' | 'role-upgrade' | 'scope-upgrade' | 'metadata-upgrade';

/** A request that waits for approval. */
export interface PendingPairing {
  readonly requestId: string;
  readonly reason: PairingReason;
  readonly claim: DeviceClaim;
  /** Milliseconds since the epoch. */
  readonly requestedAt: number;
  readonly expiresAt: number;
}

/** What a device holds for one role. */
export interface DeviceToken {
  readonly token: string;
  readonly scopes: readonly string[];
  readonly issuedAtMs: number;
}

interface Device {
  claim: DeviceClaim;
  readonly tokens: Map<string, DeviceToken>;
}

/** What becomes of a device that wants in. */
export type Admission =
  | { readonly kind: 'admitted'; readonly token: DeviceToken }
  | {
      readonly kind: 'pairing';
      readonly pending: PendingPairing;
      readonly isNew: boolean;
      readonly approved: { readonly roles: readonly string[]; readonly scopes: readonly string[] } | undefined;
    };

/** How a request for approval ended. */
export type Decision = 'approved' | 'rejected' | 'expired';

/** Options of {@link PairingBook}. */
export interface PairingBookOptions {
  readonly clock: Clock;
  /** For ids. */
  readonly random: Random;
  /** For tokens. */
  readonly secrets: Random;
}

/** Which devices the gateway knows, what they may, and who waits for approval. Knows no connections. */
export class PairingBook {
  readonly #options: PairingBookOptions;
  readonly #devices = new Map<string, Device>();
  readonly #pending = new Map<string, PendingPairing>();

  constructor(options: PairingBookOptions) {
    this.#options = options;
  }

  /** `isSilent`: approval is given without a person, as for local callers with the shared secret. */
  admit(claim: DeviceClaim, { isSilent }: { readonly isSilent: boolean }): Admission {
    const device = this.#devices.get(claim.deviceId);
    if (device === undefined) {
      return isSilent ? this.#admitted(this.#enter(claim)) : this.#ask(claim, 'not-paired');
    }
    if (isOtherMachine(device.claim, claim)) return this.#ask(claim, 'metadata-upgrade');
    const token = device.tokens.get(claim.role);
    if (token === undefined) return this.#ask(claim, 'role-upgrade');
    device.claim = { ...claim, deviceFamily: claim.deviceFamily ?? device.claim.deviceFamily };
    if (!isWider(claim.scopes, token.scopes)) return this.#admitted(token);
    if (!isSilent) return this.#ask(claim, 'scope-upgrade');
    return this.#admitted(this.#issue(device, claim.role, union(token.scopes, claim.scopes)));
  }

  /** The token of this device for this role, if it is exactly this one. */
  tokenMatching(deviceId: string, role: string, token: string): DeviceToken | undefined {
    const own = this.#devices.get(deviceId)?.tokens.get(role);
    return own?.token === token ? own : undefined;
  }

  /** A connected device asks for more. Returns its request, which may be one that stands already. */
  requestUpgrade(deviceId: string, role: string, scopes: readonly string[]): Admission | undefined {
    const device = this.#devices.get(deviceId);
    return device === undefined ? undefined : this.#ask({ ...device.claim, role, scopes }, 'scope-upgrade');
  }

  /** The requests that wait, oldest first. */
  pending(): readonly PendingPairing[] {
    const nowMs = this.#options.clock.now();
    return [...this.#pending.values()].filter(({ expiresAt }) => expiresAt > nowMs);
  }

  devices(): readonly { readonly claim: DeviceClaim; readonly tokens: ReadonlyMap<string, DeviceToken> }[] {
    return [...this.#devices.values()];
  }

  /** Removes the request. Undefined when there is none of that id, or no longer. */
  take(requestId: string): PendingPairing | undefined {
    const pending = this.pending().find(request => request.requestId === requestId);
    this.#pending.delete(requestId);
    return pending;
  }

  /** What approval leads to: the device is known, and holds a new token. */
  enter({ claim }: PendingPairing): DeviceToken {
    return this.#enter(claim);
  }

  /** Replaces the token. Undefined when the device has none for that role. */
  rotate(deviceId: string, role: string): DeviceToken | undefined {
    const device = this.#devices.get(deviceId);
    const old = device?.tokens.get(role);
    return device === undefined || old === undefined ? undefined : this.#issue(device, role, old.scopes);
  }

  /** Takes the token away; the device stays known. False when it had none. */
  revoke(deviceId: string, role: string): boolean {
    return this.#devices.get(deviceId)?.tokens.delete(role) ?? false;
  }

  /** Forgets the device. False when it was unknown. */
  remove(deviceId: string): boolean {
    return this.#devices.delete(deviceId);
  }

  #enter(claim: DeviceClaim): DeviceToken {
    const known = this.#devices.get(claim.deviceId);
    const device = known ?? { claim, tokens: new Map<string, DeviceToken>() };
    device.claim = claim;
    this.#devices.set(claim.deviceId, device);
    return this.#issue(device, claim.role, union(device.tokens.get(claim.role)?.scopes ?? [], claim.scopes));
  }

  #issue(device: Device, role: string, scopes: readonly string[]): DeviceToken {
    const { clock, secrets } = this.#options;
    const token = { token: freshToken(secrets), scopes, issuedAtMs: clock.now() };
    device.tokens.set(role, token);
    return token;
  }

  #admitted(token: DeviceToken): Admission {
    return { kind: 'admitted', token };
  }

  /** The same wish has the same id for as long as it stands. */
  #ask(claim: DeviceClaim, reason: PairingReason): Admission {
    const { clock, random } = this.#options;
    const nowMs = clock.now();
    for (const [id, { expiresAt }] of this.#pending) if (expiresAt <= nowMs) this.#pending.delete(id);
    const same = [...this.#pending.values()].find(request => request.reason === reason && isSame(request.claim, claim));
    const requestId = same?.requestId ?? sandboxId(random);
    const requestedAt = same?.requestedAt ?? nowMs;
    const pending = { requestId, reason, claim, requestedAt, expiresAt: nowMs + REQUEST_LIFETIME_MS };
    this.#pending.set(requestId, pending);
    const tokens = this.#devices.get(claim.deviceId)?.tokens;
    return {
      kind: 'pairing',
      pending,
      isNew: same === undefined,
      approved: tokens && { roles: [...tokens.keys()], scopes: tokens.get(claim.role)?.scopes ?? [] },
    };
  }
}

/** A stable description is part of what was approved. A device family that comes later is not another machine. */
function isOtherMachine(known: DeviceClaim, claim: DeviceClaim): boolean {
  if (known.platform !== claim.platform) return true;
  return known.deviceFamily !== undefined && known.deviceFamily !== claim.deviceFamily;
}

function isSame(one: DeviceClaim, other: DeviceClaim): boolean {
  return (
    one.deviceId === other.deviceId &&
    one.publicKey === other.publicKey &&
    one.role === other.role &&
    one.platform === other.platform &&
    one.scopes.join() === other.scopes.join()
  );
}
