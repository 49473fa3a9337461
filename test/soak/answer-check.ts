import { constants, type KeyObject, verify } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';

/** What a client asked. */
export interface Asked {
  readonly prompt: string;
  readonly stream: boolean;
  /** Set when the answer is to count so far, slowly. */
  readonly countTo: number | undefined;
}

/** What it got. */
export interface Got {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** An enclave as the harness that runs it knows it. */
export interface KnownEnclave {
  readonly name: string;
  readonly signingKey: KeyObject;
}

interface Completion {
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Checks an answer without any code of the product: the text must be what the sandbox's model says to that prompt, and
 * the enclave named in the header must have signed it. Gives what is wrong, or undefined.
 */
export function faultOf(
  asked: Asked,
  got: Got,
  enclaveOf: (teeId: string) => KnownEnclave | undefined,
): string | undefined {
  const teeId = vouchedFor(got);
  if (teeId === undefined) return 'the answer does not say verified';
  const enclave = enclaveOf(teeId);
  if (enclave === undefined) return 'the answer names an unknown TEE';
  const completion = asked.stream ? readStream(got.body) : readWhole(got.body);
  if (completion === undefined) return 'the answer is not complete';
  if (completion.text !== expected(asked, enclave.name)) return 'the text is not what the model says';
  if (completion.fields['tee_id'] !== teeId) return 'the answer names another TEE';
  return isSigned(completion, enclave.signingKey) ? undefined : 'the signature does not match';
}

/** The TEE that the headers say verified; when they went out before there was an answer, the one in the last comment. */
function vouchedFor({ headers, body }: Got): string | undefined {
  if (headers['x-opengradient-verified'] === 'true') return String(headers['x-opengradient-tee-id']);
  const text = /^: opengradient_verification (\{.*\})$/m.exec(body)?.[1] ?? '';
  const comment = body.startsWith(': ') ? parsed(text) : undefined;
  return comment?.['verified'] === true ? String(comment['tee_id']) : undefined;
}

/** Whether a stream came to its end. */
export function isComplete(asked: Asked, body: string): boolean {
  return (asked.stream ? readStream(body) : readWhole(body)) !== undefined;
}

function expected({ prompt, countTo }: Asked, name: string): string {
  const said =
    countTo === undefined
      ? `you said "${prompt}". No real model was asked.`
      : Array.from({ length: countTo }, (_, index) => index + 1).join(' ');
  return `Sandbox answer from ${name}: ${said}`;
}

function readWhole(body: string): Completion | undefined {
  const fields = parsed(body);
  const message = choiceOf(fields)?.['message'] as { content?: unknown } | undefined;
  return typeof message?.content === 'string' && fields !== undefined ? { text: message.content, fields } : undefined;
}

function readStream(body: string): Completion | undefined {
  const data = body.split('\n').flatMap(line => (line.startsWith('data: ') ? [line.slice(6)] : []));
  if (data.at(-1) !== '[DONE]') return undefined;
  const events = data.slice(0, -1).map(parsed);
  const last = events.at(-1);
  const texts = events.map(event => (choiceOf(event)?.['delta'] as { content?: string } | undefined)?.content ?? '');
  return last === undefined ? undefined : { text: texts.join(''), fields: last };
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

function choiceOf(
  fields: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> | undefined {
  return (fields?.['choices'] as readonly Readonly<Record<string, unknown>>[] | undefined)?.[0];
}

function isSigned({ text, fields }: Completion, key: KeyObject): boolean {
  const outputHash = Buffer.from(keccak_256(Buffer.from(text, 'utf8')));
  if (outputHash.toString('hex') !== fields['tee_output_hash']) return false;
  const time = Buffer.alloc(32);
  time.writeBigUInt64BE(BigInt(Number(fields['tee_timestamp'])), 24);
  const requestHash = Buffer.from(String(fields['tee_request_hash']), 'hex');
  const message = keccak_256(Buffer.concat([requestHash, outputHash, time]));
  const padding = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return verify('sha256', message, padding, Buffer.from(String(fields['tee_signature']), 'base64'));
}
