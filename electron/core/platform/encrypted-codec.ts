import { randomBytes, webcrypto } from 'node:crypto';
import { z } from 'zod';
import { GatehouseError } from './errors.ts';
import type { DecodedSecrets, SecretCodec } from './secret-file.ts';
import { formatSecrets, parseSecrets } from './secret-format.ts';

/** Where the key of an encrypted secrets file is kept, apart from it. */
export interface SecretKeySource {
  /** 32 bytes; undefined when there is no such key. Throws `secret_store_unavailable` when that cannot be told. */
  load(keyId: string, signal: AbortSignal): Promise<Uint8Array | undefined>;
  /** Throws `secret_store_unwritable`. */
  save(keyId: string, key: Uint8Array, signal: AbortSignal): Promise<void>;
  remove(keyId: string, signal: AbortSignal): Promise<void>;
  /** What to do when a key is gone, as a sentence. */
  readonly remedy: string;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;

const KEY_ID = /^[0-9a-f]{32}$/;

const EncryptedFile = z.object({
  version: z.literal(1),
  cipher: z.literal('aes-256-gcm'),
  keyId: z.string().regex(KEY_ID),
  nonce: z.base64(),
  data: z.base64(),
});

interface Key {
  readonly id: string;
  readonly key: webcrypto.CryptoKey;
}

/**
 * AES-256-GCM over the whole set, names included, with a fresh nonce for every write. The file names its key, so that it
 * can be moved together with its home; the key stays where the source keeps it.
 */
export class EncryptedCodec implements SecretCodec {
  readonly #source: SecretKeySource;
  #key: Key | undefined;

  constructor(source: SecretKeySource) {
    this.#source = source;
  }

  async decode(text: string, path: string, signal: AbortSignal): Promise<DecodedSecrets> {
    const file = parseFile(text, path);
    const { key } = await this.#keyOf(file.keyId, path, signal);
    const iv = Buffer.from(file.nonce, 'base64');
    const plain = await webcrypto.subtle
      .decrypt({ name: 'AES-GCM', iv, additionalData: boundTo(file.keyId) }, key, Buffer.from(file.data, 'base64'))
      .catch(() => {
        throw damaged(path);
      });
    return { secrets: parseSecrets(Buffer.from(plain).toString('utf8'), path), stale: false };
  }

  async encode(secrets: ReadonlyMap<string, string>, signal: AbortSignal): Promise<string> {
    const { id, key } = this.#key ?? (await this.#createKey(signal));
    const iv = randomBytes(NONCE_BYTES);
    const plain = Buffer.from(formatSecrets(secrets));
    const data = await webcrypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: boundTo(id) }, key, plain);
    plain.fill(0);
    const file: z.infer<typeof EncryptedFile> = {
      version: 1,
      cipher: 'aes-256-gcm',
      keyId: id,
      nonce: iv.toString('base64'),
      data: Buffer.from(data).toString('base64'),
    };
    return `${JSON.stringify(file, null, 2)}\n`;
  }

  forget(): void {
    this.#key = undefined;
  }

  async erase(signal: AbortSignal): Promise<void> {
    const known = this.#key;
    this.#key = undefined;
    if (known !== undefined) await this.#source.remove(known.id, signal);
  }

  async #keyOf(keyId: string, path: string, signal: AbortSignal): Promise<Key> {
    if (this.#key?.id === keyId) return this.#key;
    const bytes = await this.#source.load(keyId, signal);
    if (bytes?.length !== KEY_BYTES) {
      const what = bytes === undefined ? 'missing' : 'damaged';
      throw new GatehouseError('secret_store_unreadable', `The key of the secrets file ${path} is ${what}.`, {
        remedy: this.#source.remedy,
        details: { keyId },
      });
    }
    this.#key = { id: keyId, key: await importKey(bytes) };
    return this.#key;
  }

  /** The key is in its place before anything is encrypted with it. */
  async #createKey(signal: AbortSignal): Promise<Key> {
    const id = randomBytes(16).toString('hex');
    const bytes = randomBytes(KEY_BYTES);
    await this.#source.save(id, bytes, signal);
    const kept = await this.#source.load(id, signal);
    if (kept === undefined || !bytes.equals(kept)) {
      throw new GatehouseError('secret_store_unwritable', 'A new key for the secrets did not read back as written.', {
        remedy: this.#source.remedy,
      });
    }
    this.#key = { id, key: await importKey(bytes) };
    bytes.fill(0);
    return this.#key;
  }
}

function importKey(bytes: Uint8Array): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('raw', Buffer.from(bytes), 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** Ties the ciphertext to its header. */
function boundTo(keyId: string): Buffer {
  return Buffer.from(`gatehouse secrets, version 1, key ${keyId}`);
}

function parseFile(text: string, path: string): z.infer<typeof EncryptedFile> {
  try {
    return EncryptedFile.parse(JSON.parse(text));
  } catch {
    throw damaged(path);
  }
}

function damaged(path: string): GatehouseError {
  return new GatehouseError('secret_store_unreadable', `The secrets file ${path} is damaged or was changed.`, {
    remedy: 'Restore it from a backup, or move it away and set the secrets again with `gatehouse secret set NAME`.',
  });
}
