import type { Told } from '../../contract/index.ts';
import type { OhttpConfig } from '../ohttp/index.ts';

/** One record of the registry, decoded but not judged. */
export interface TeeRecord {
  /** keccak256 of the signing key's DER, 0x and 64 lower-case hex digits. */
  readonly teeId: string;
  /** 0x and 40 lower-case hex digits, as is the payment address. */
  readonly owner: string;
  readonly paymentAddress: string;
  readonly endpoint: string;
  /** DER SubjectPublicKeyInfo of the RSA signing key. */
  readonly signingKeyDer: Uint8Array;
  readonly tlsCertificate: Uint8Array;
  /** 0x and 64 lower-case hex digits. */
  readonly pcrHash: string;
  readonly teeType: number;
  readonly enabled: boolean;
  /** Unix seconds. */
  readonly registeredAt: bigint;
  /** Unix seconds. */
  readonly lastHeartbeatAt: bigint;
  /** Null when the record has no HPKE key. */
  readonly ohttp: OhttpConfig | null;
}

/** A record that could not even be read. */
export interface SkippedRecord {
  /** Position in the registry's answer, from 0. */
  readonly index: number;
  readonly reason: string;
  /** What that says, by code. */
  readonly told?: Told | undefined;
}

/** What one look at the registry gave. */
export interface RegistryReading {
  readonly records: readonly TeeRecord[];
  readonly skipped: readonly SkippedRecord[];
  /** The host that answered, without credentials, path or query; several are parted by commas. */
  readonly rpcHost: string;
  /** Endpoints that list something else than the others, and what, in a sentence. */
  readonly disagreement?: { readonly hosts: readonly string[]; readonly reason: string; readonly told?: Told };
}
