import { ChunkedOpener } from '../../../electron/core/ohttp/chunked-opener.ts';
import { OhttpError, prepareRecipient, sealRequest } from '../../../electron/core/ohttp/index.ts';
import { openSingleResponse } from '../../../electron/core/ohttp/response.ts';
import { encapsulate } from '../../../electron/core/ohttp/seal-request.ts';
import { createSuite, requestHeader, requestInfo } from '../../../electron/core/ohttp/suite.ts';
import type { VectorKind } from '../kind.ts';

interface OhttpCase {
  readonly name: string;
  readonly kind: string;
  readonly input: Readonly<Record<string, string & number & string[]>>;
  readonly expected: Readonly<Record<string, string>> & {
    readonly frames_hex?: readonly string[];
    readonly error?: { readonly kind: string };
  };
}

const bytes = (hex: string | undefined): Uint8Array => new Uint8Array(Buffer.from(hex ?? '', 'hex'));
const hex = (raw: Uint8Array | ArrayBuffer): string => Buffer.from(raw as Uint8Array).toString('hex');

function isCase(testCase: unknown): testCase is OhttpCase {
  const candidate = testCase as Partial<OhttpCase> | null;
  return (
    typeof candidate === 'object' && typeof candidate?.input === 'object' && typeof candidate.expected === 'object'
  );
}

/** A kind whose cases carry the word in `kind` and the field that only they have. */
function ohttpKind(name: string, field: string, check: (testCase: OhttpCase) => Promise<string | null>): VectorKind {
  return {
    name: `ohttp ${name}`,
    matches: testCase => isCase(testCase) && testCase.kind === name && field in testCase.input,
    run: testCase => check(testCase as OhttpCase),
  };
}

/** The first field that differs, as a line. */
function difference(expected: OhttpCase['expected'], actual: Readonly<Record<string, string>>): string | null {
  for (const [field, value] of Object.entries(actual)) {
    if (expected[field] !== value) return `${field}: expected ${expected[field]}, got ${value}`;
  }
  return null;
}

/** Runs `work`; a case that expects an error passes with any {@link OhttpError}. */
async function orError(testCase: OhttpCase, work: () => Promise<string | null>): Promise<string | null> {
  const { error } = testCase.expected;
  if (error === undefined) return work();
  try {
    await work();
  } catch (thrown) {
    return thrown instanceof OhttpError ? null : `expected ${error.kind}, got ${String(thrown)}`;
  }
  return `expected the error ${error.kind}, got none`;
}

async function checkHpkeBase({ input, expected }: OhttpCase): Promise<string | null> {
  const { cipher } = await createSuite();
  const { kem } = cipher;
  const recipientPublicKey = await kem.deserializePublicKey(bytes(input['pkRm']));
  const recipientKey = await kem.deserializePrivateKey(bytes(input['skRm']));
  const raw = {
    privateKey: await kem.deserializePrivateKey(bytes(input['skEm'])),
    publicKey: await kem.deserializePublicKey(bytes(input['pkEm'])),
  };
  for (const ekm of [bytes(input['ikmE']), raw]) {
    const { sharedSecret } = await kem.encap({ recipientPublicKey, ekm });
    const context = await cipher.createSenderContext({ recipientPublicKey, info: bytes(input['info']), ekm });
    const aad = bytes(input['aad']);
    const ciphertext = await context.seal(bytes(input['plaintext_hex']), aad);
    const found = difference(expected, {
      enc: hex(context.enc),
      shared_secret: hex(sharedSecret),
      ciphertext: hex(ciphertext),
      export_empty_context_32: hex(await context.export(new Uint8Array(0), 32)),
    });
    if (found !== null) return found;
    const opener = await cipher.createRecipientContext({ recipientKey, enc: context.enc, info: bytes(input['info']) });
    const opened = hex(await opener.open(ciphertext, aad));
    if (opened !== input['plaintext_hex']) return `opened ${opened}, expected ${input['plaintext_hex']}`;
  }
  return null;
}

async function checkRequest(testCase: OhttpCase): Promise<string | null> {
  const { input, expected } = testCase;
  return orError(testCase, async () => {
    const config = {
      keyId: Number(input['key_id']),
      kemId: Number(input['kem_id']),
      kdfId: Number(input['kdf_id']),
      aeadId: Number(input['aead_id']),
      publicKey: bytes(input['recipient_public_key']),
      keyConfig: new Uint8Array(0),
    };
    const recipient = await prepareRecipient(config);
    const header = requestHeader(config.keyId);
    const plaintext = bytes(input['plaintext_hex']);
    const ephemerals = [
      { ikm: bytes(input['ephemeral_ikm']) },
      { privateKey: bytes(input['ephemeral_private_key']) },
    ].filter(key => Object.values(key).every(value => value.length > 0));
    if (ephemerals.length === 0) await sealRequest(recipient, plaintext);
    for (const ephemeral of ephemerals) {
      const made = await encapsulate(recipient, plaintext, ephemeral);
      const sealed = await sealRequest(recipient, plaintext, { ephemeral });
      if (hex(sealed.wire) !== hex(made.wire)) return 'sealRequest and encapsulate differ';
      const found = difference(expected, {
        header: hex(header),
        info: hex(requestInfo(header)),
        enc: hex(made.enc),
        wire: hex(made.wire),
        response_secret: hex(made.responseSecret),
        chunked_response_secret: hex(made.chunkedResponseSecret),
      });
      if (found !== null) return found;
    }
    return null;
  });
}

async function checkSingle(testCase: OhttpCase): Promise<string | null> {
  const { input, expected } = testCase;
  return orError(testCase, async () => {
    const opened = openSingleResponse(bytes(input['response_secret']), bytes(input['enc']), bytes(input['sealed']));
    return difference(expected, { plaintext_hex: hex(opened) });
  });
}

async function checkChunked(testCase: OhttpCase): Promise<string | null> {
  const { input, expected } = testCase;
  return orError(testCase, async () => {
    const opener = new ChunkedOpener(bytes(input['chunked_response_secret']), bytes(input['enc']));
    const pushes: readonly string[] = input['pushes'] ?? [];
    const frames = pushes.flatMap(push => opener.push(bytes(push)));
    const opened = [...frames, ...opener.end()].map(hex).join();
    const wanted = expected.frames_hex?.join();
    return opened === wanted ? null : `frames: expected ${wanted}, got ${opened}`;
  });
}

/** The kinds of the OHTTP vectors. Names of errors are informative there: any typed error meets an expected one. */
export const ohttpKinds: readonly VectorKind[] = [
  ohttpKind('hpke-base', 'pkRm', checkHpkeBase),
  ohttpKind('request', 'recipient_public_key', checkRequest),
  ohttpKind('response-single', 'sealed', checkSingle),
  ohttpKind('response-chunked', 'pushes', checkChunked),
];
