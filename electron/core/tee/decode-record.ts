import { keccak_256 } from '@noble/hashes/sha3.js';
import { decodeAbiParameters } from 'viem';
import type { OhttpConfig } from '../ohttp/index.ts';
import { OLDER_TEE_INFO, TEE_INFO } from './abi.ts';
import { OLDER_SHAPE, readWord, SHAPE, tupleEnd, WORD } from './abi-extent.ts';
import type { TeeRecord } from './record.ts';

/** An endpoint is shown, never called; anything longer is no address. */
const MAX_ENDPOINT_CHARS = 2_048;

/** keccak256 of a signing key's DER: the identity of one enclave boot. 0x and 64 lower-case hex digits. */
export function teeIdOf(signingKeyDer: Uint8Array): string {
  return `0x${Buffer.from(keccak_256(signingKeyDer)).toString('hex')}`;
}

function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.slice(2), 'hex'));
}

/** viem reads a uint8 from a word without looking at its upper bytes. */
function bounded(name: string, value: number, max: number): number {
  if (value > max) throw new Error(`${name} is larger than ${max}`);
  return value;
}

/** The tuple at `start` alone, behind the one offset that viem wants to see before it. */
function isolate(data: Uint8Array, start: number, end: number): Uint8Array {
  const isolated = new Uint8Array(WORD + Math.ceil((end - start) / WORD) * WORD);
  isolated[WORD - 1] = WORD;
  isolated.set(data.subarray(start, end), WORD);
  return isolated;
}

interface DecodedBase {
  readonly owner: string;
  readonly paymentAddress: string;
  readonly endpoint: string;
  readonly publicKey: string;
  readonly tlsCertificate: string;
  readonly pcrHash: string;
  readonly teeType: number;
  readonly enabled: boolean;
  readonly registeredAt: bigint;
  readonly lastHeartbeatAt: bigint;
}

function toRecord(tee: DecodedBase, ohttp: OhttpConfig | null): TeeRecord {
  if (tee.endpoint.length > MAX_ENDPOINT_CHARS)
    throw new Error(`endpoint has more than ${MAX_ENDPOINT_CHARS} characters`);
  const signingKeyDer = bytesOf(tee.publicKey);
  return Object.freeze({
    teeId: teeIdOf(signingKeyDer),
    owner: tee.owner.toLowerCase(),
    paymentAddress: tee.paymentAddress.toLowerCase(),
    endpoint: tee.endpoint,
    signingKeyDer,
    tlsCertificate: bytesOf(tee.tlsCertificate),
    pcrHash: tee.pcrHash.toLowerCase(),
    teeType: bounded('teeType', tee.teeType, 0xff),
    enabled: tee.enabled,
    registeredAt: tee.registeredAt,
    lastHeartbeatAt: tee.lastHeartbeatAt,
    ohttp,
  });
}

/** Decodes the record at `start`. Throws (any error, `ExtentFault` for positions) when it is not one. */
export function decodeRecord(data: Uint8Array, start: number): TeeRecord {
  const [tee] = decodeAbiParameters([TEE_INFO], isolate(data, start, tupleEnd(data, start, SHAPE)));
  const { ohttpConfig } = tee;
  const ohttp: OhttpConfig = {
    keyId: bounded('keyId', ohttpConfig.keyId, 0xff),
    kemId: bounded('kemId', ohttpConfig.kemId, 0xffff),
    kdfId: bounded('kdfId', ohttpConfig.kdfId, 0xffff),
    aeadId: bounded('aeadId', ohttpConfig.aeadId, 0xffff),
    publicKey: bytesOf(ohttpConfig.publicKey),
    keyConfig: bytesOf(ohttpConfig.keyConfig),
  };
  return toRecord(tee, ohttp.publicKey.length === 0 ? null : ohttp);
}

/** Decodes the record at `start` in the layout without HPKE configuration. Throws like {@link decodeRecord}. */
export function decodeOlderRecord(data: Uint8Array, start: number): TeeRecord {
  const [tee] = decodeAbiParameters([OLDER_TEE_INFO], isolate(data, start, tupleEnd(data, start, OLDER_SHAPE)));
  return toRecord(tee, null);
}

/** True for a record of the older layout: its first dynamic field follows ten head words instead of eleven. */
export function isOlderRecord(data: Uint8Array, start: number): boolean {
  try {
    return readWord(data, start + 2 * WORD) === OLDER_SHAPE.headWords * WORD && decodeOlderRecord(data, start) !== null;
  } catch {
    return false;
  }
}
