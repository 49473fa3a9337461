import { constants, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { decodeUtf8, parseJson, writePythonJson } from '../../electron/core/json/index.ts';
import { createOhttpKeyPair, openRequest, prepareRecipient, sealRequest } from '../../electron/core/ohttp/index.ts';
import {
  canonicalizeRequest,
  signedMessage,
  teeIdentity,
  teeIdOfKey,
  verifySingle,
  wireBytes,
} from '../../electron/core/proof/index.ts';

/** Mean cost of one step, microseconds. */
export interface StepCost {
  readonly step: string;
  readonly microseconds: number;
}

const WARM_UP = 200;
const ONE_KIB = new Uint8Array(randomBytes(1024));

async function measure(step: string, rounds: number, work: () => unknown): Promise<StepCost> {
  for (let round = 0; round < WARM_UP; round += 1) await work();
  const startedAt = performance.now();
  for (let round = 0; round < rounds; round += 1) await work();
  return { step, microseconds: ((performance.now() - startedAt) / rounds) * 1000 };
}

/** What each cryptographic step of one small request costs in this process. */
export async function cryptoSteps(body: string, rounds = 2_000): Promise<readonly StepCost[]> {
  const bytes = Buffer.from(body);
  const request = canonicalizeRequest(parseJson(body));
  const enclave = await createOhttpKeyPair();
  const recipient = await prepareRecipient(enclave.config);
  const plaintext = wireBytes(request, { stream: false });
  const sealed = await sealRequest(recipient, plaintext);
  const signing = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const signingKeyDer = new Uint8Array(signing.publicKey.export({ type: 'spki', format: 'der' }));
  const text = 'Sixty characters of an answer, as a model would write them.';
  const outputHash = keccak_256(Buffer.from(text));
  const timestamp = 1_750_000_000;
  const message = signedMessage(request.requestHash, outputHash, BigInt(timestamp));
  const signature = sign('sha256', message, {
    key: signing.privateKey,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: 32,
  });
  const teeId = teeIdOfKey(signingKeyDer);
  const inner = parseJson(
    JSON.stringify({
      choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
      tee_signature: signature.toString('base64'),
      tee_request_hash: Buffer.from(request.requestHash).toString('hex'),
      tee_output_hash: Buffer.from(outputHash).toString('hex'),
      tee_timestamp: timestamp,
      tee_id: teeId,
    }),
  );
  if (!(inner instanceof Map)) throw new Error('The answer is not an object.');
  const answer = await (await openRequest(enclave, sealed.wire)).sealSingle(Buffer.from(writePythonJson(inner)));
  const identity = teeIdentity({ teeId, signingKeyDer });
  return [
    await measure('parse, canonicalise and hash the request', rounds, () =>
      canonicalizeRequest(parseJson(decodeUtf8(bytes))),
    ),
    await measure('seal the request', rounds, () => sealRequest(recipient, plaintext)),
    await measure('open the answer', rounds, () => sealed.openSingle(answer)),
    await measure('verify the answer', rounds, () =>
      verifySingle({ inner, request, identity, nowMs: timestamp * 1000 }),
    ),
    await measure('keccak256 of 1 KiB', rounds, () => keccak_256(ONE_KIB)),
  ];
}
