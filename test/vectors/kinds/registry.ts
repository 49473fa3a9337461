import { readWord, WORD } from '../../../electron/core/tee/abi-extent.ts';
import { compareWithRegistry, type SealedTo } from '../../../electron/core/tee/compare.ts';
import { decodeTees } from '../../../electron/core/tee/decode.ts';
import { decodeOlderRecord } from '../../../electron/core/tee/decode-record.ts';
import type { TeeRecord } from '../../../electron/core/tee/record.ts';
import { selectionCandidates } from '../../../electron/core/tee/selection.ts';
import { judgeRecord } from '../../../electron/core/tee/usability.ts';
import type { VectorKind } from '../kind.ts';

interface ExpectedTee {
  readonly [field: string]: unknown;
  readonly ohttpConfig?: Readonly<Record<string, unknown>>;
}

interface RefreshRecord {
  readonly tee_id: string;
  readonly ohttp_public_key: string | null;
  readonly key_id: number;
  readonly signing_public_key_der_hex: string;
  readonly kem_id: number;
  readonly kdf_id: number;
  readonly aead_id: number;
  readonly pcr_hash: string;
}

interface RegistryCase {
  readonly kind: string;
  readonly layout?: string;
  readonly accept?: string;
  readonly input: {
    readonly return_data: string;
    readonly pinned_tee_id: string | null;
    readonly expected_pcr_hash: string | null;
    readonly cached: RefreshRecord;
    readonly registry: readonly RefreshRecord[] | 'rpc-error';
  };
  readonly expected: {
    readonly tees?: readonly ExpectedTee[];
    readonly usable_tee_ids?: readonly string[];
    readonly without_ohttp_layout?: { readonly tees: readonly ExpectedTee[] };
    readonly candidates?: readonly string[];
    readonly error?: unknown;
    readonly action?: string;
  };
}

const hex = (raw: Uint8Array): string => `0x${Buffer.from(raw).toString('hex')}`;
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/^0x/, ''), 'hex'));
const sorted = (ids: readonly string[]): string => [...ids].sort().join();

function registryKind(name: string, field: string, check: (testCase: RegistryCase) => string | null): VectorKind {
  return {
    name: `registry ${name}`,
    matches: testCase => {
      const { kind, input, expected } = (testCase ?? {}) as Partial<RegistryCase>;
      return kind === name && typeof input === 'object' && field in input && typeof expected === 'object';
    },
    run: async testCase => {
      const failure = check(testCase as RegistryCase);
      return (testCase as RegistryCase).accept === 'either' ? null : failure;
    },
  };
}

/** The record in the notation of the vectors. */
function describe(record: TeeRecord): ExpectedTee {
  const { ohttp } = record;
  return {
    owner: record.owner,
    paymentAddress: record.paymentAddress,
    endpoint: record.endpoint,
    publicKey: hex(record.signingKeyDer),
    tlsCertificate: hex(record.tlsCertificate),
    pcrHash: record.pcrHash,
    teeType: record.teeType,
    enabled: record.enabled,
    registeredAt: String(record.registeredAt),
    lastHeartbeatAt: String(record.lastHeartbeatAt),
    tee_id: record.teeId,
    usable: judgeRecord(record).usable,
    ...(ohttp === null
      ? {}
      : {
          ohttpConfig: {
            keyId: ohttp.keyId,
            kemId: ohttp.kemId,
            kdfId: ohttp.kdfId,
            aeadId: ohttp.aeadId,
            publicKey: hex(ohttp.publicKey),
            keyConfig: hex(ohttp.keyConfig),
          },
        }),
  };
}

function compareRecords(actual: readonly TeeRecord[], expected: readonly ExpectedTee[]): string | null {
  if (actual.length !== expected.length) return `expected ${expected.length} records, got ${actual.length}`;
  for (const [index, record] of actual.entries()) {
    const wanted = expected[index] ?? {};
    for (const [field, value] of Object.entries(describe(record))) {
      const want = wanted[field];
      const isSame =
        typeof value === 'object' && value !== null
          ? Object.entries(value).every(([key, part]) => part === (want as Record<string, unknown>)[key])
          : value === want;
      if (!isSame) return `record ${index}, ${field}: expected ${JSON.stringify(want)}, got ${JSON.stringify(value)}`;
    }
    if (record.ohttp === null && (wanted.ohttpConfig?.['publicKey'] ?? '0x') !== '0x') {
      return `record ${index}: the OHTTP configuration is missing`;
    }
  }
  return null;
}

function olderRecords(returnData: string): TeeRecord[] {
  const data = bytes(returnData);
  const content = readWord(data, 0) + WORD;
  return Array.from({ length: readWord(data, content - WORD) }, (_, index) =>
    decodeOlderRecord(data, content + readWord(data, content + index * WORD)),
  );
}

function checkDecode({ input, expected, layout }: RegistryCase): string | null {
  let decoded: ReturnType<typeof decodeTees> | undefined;
  try {
    decoded = decodeTees(input.return_data);
  } catch (error) {
    if (layout === 'without-ohttp') {
      return compareRecords(olderRecords(input.return_data), expected.without_ohttp_layout?.tees ?? []);
    }
    return expected.error === undefined ? `expected records, got ${String(error)}` : null;
  }
  if (expected.error !== undefined || layout === 'without-ohttp') return 'expected an error, got records';
  const usable = decoded.records.filter(record => judgeRecord(record).usable).map(record => record.teeId);
  if (sorted(usable) !== sorted(expected.usable_tee_ids ?? [])) {
    return `usable: expected ${expected.usable_tee_ids?.join()}, got ${usable.join()}`;
  }
  return compareRecords(decoded.records, expected.tees ?? []);
}

function checkSelect({ input, expected }: RegistryCase): string | null {
  let ids: string[];
  try {
    const pins = { teeId: input.pinned_tee_id, pcrHash: input.expected_pcr_hash };
    ids = selectionCandidates({ ...decodeTees(input.return_data), pins }).map(record => record.teeId);
  } catch (error) {
    return expected.error === undefined ? `expected candidates, got ${String(error)}` : null;
  }
  const wanted = expected.candidates;
  if (wanted === undefined) return `expected the error ${JSON.stringify(expected.error)}, got ${ids.join()}`;
  return sorted(ids) === sorted(wanted) ? null : `candidates: expected ${wanted.join()}, got ${ids.join()}`;
}

function sealedTo(record: RefreshRecord): SealedTo {
  const { ohttp_public_key: key } = record;
  return {
    teeId: record.tee_id,
    pcrHash: record.pcr_hash,
    signingKeyDer: bytes(record.signing_public_key_der_hex),
    ohttp:
      key === null
        ? null
        : {
            keyId: record.key_id,
            kemId: record.kem_id,
            kdfId: record.kdf_id,
            aeadId: record.aead_id,
            publicKey: bytes(key),
            keyConfig: new Uint8Array(0),
          },
  };
}

function checkRefresh({ input, expected }: RegistryCase): string | null {
  const listed = input.registry === 'rpc-error' ? undefined : input.registry.map(sealedTo);
  const { action } = compareWithRegistry(sealedTo(input.cached), listed);
  return action === expected.action ? null : `expected ${expected.action}, got ${action}`;
}

/** The kinds of the registry vectors. */
export const registryKinds: readonly VectorKind[] = [
  registryKind('decode', 'return_data', checkDecode),
  registryKind('select', 'return_data', checkSelect),
  registryKind('refresh', 'cached', checkRefresh),
];
