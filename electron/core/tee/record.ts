/** The HPKE key configuration of an enclave as registered on chain (facts, section 1.3). */
export interface OhttpConfig {
  readonly keyId: number;
  readonly kemId: number;
  readonly kdfId: number;
  readonly aeadId: number;
  /** Raw X25519 key; 32 bytes in a usable record. */
  readonly publicKey: Uint8Array;
  /** RFC 9458 key configuration blob, or empty. */
  readonly keyConfig: Uint8Array;
}

/** One record of the registry, decoded but not judged. */
export interface TeeRecord {
  /** keccak256 of the signing key's DER, 0x and 64 lower-case hex digits. */
  readonly teeId: string;
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
  readonly ohttp: OhttpConfig | null;
}
