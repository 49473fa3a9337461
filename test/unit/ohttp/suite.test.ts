import { DhkemX25519HkdfSha256 } from '@hpke/dhkem-x25519';
import { describe, expect, it } from 'vitest';
import { NativeX25519Kem } from '../../../electron/core/ohttp/native-kem.ts';
import { createSuite, passesSelfTest } from '../../../electron/core/ohttp/suite.ts';

/** What Electron's BoringSSL has been seen to do: an answer, but the wrong one. */
class WrongKem extends NativeX25519Kem {
  override async decap(params: Parameters<NativeX25519Kem['decap']>[0]): Promise<ArrayBuffer> {
    const secret = new Uint8Array(await super.decap(params));
    secret[0] = secret[0]! ^ 1;
    return secret.buffer;
  }
}

/** The same ephemeral key each time: right answers, no secrecy. */
class StuckKem extends NativeX25519Kem {
  readonly #only = super.generateKeyPair();

  override async generateKeyPair(): ReturnType<NativeX25519Kem['generateKeyPair']> {
    return this.#only;
  }
}

class ThrowingKem extends NativeX25519Kem {
  override async generateKeyPair(): Promise<never> {
    throw new Error('key objects are not supported');
  }
}

const hex = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('hex');

describe('createSuite', () => {
  it('runs on the native KEM where that answers rightly', async () => {
    expect((await createSuite()).kem).toBe('native');
  });

  it.each([
    ['answers wrongly', new WrongKem()],
    ['repeats its ephemeral key', new StuckKem()],
    ['throws', new ThrowingKem()],
  ])('falls back to the JavaScript KEM where the native one %s', async (_how, kem) => {
    const suite = await createSuite(kem);
    expect(suite.kem).toBe('javascript');
    expect(await passesSelfTest(suite.cipher.kem)).toBe(true);
  });

  it('seals on one KEM what the other opens', async () => {
    const [native, script] = [await createSuite(), await createSuite(new ThrowingKem())];
    for (const [sender, receiver] of [
      [native, script],
      [script, native],
    ] as const) {
      const keys = await receiver.cipher.kem.deriveKeyPair(new Uint8Array(32).fill(4));
      const publicKey = await receiver.cipher.kem.serializePublicKey(keys.publicKey);
      const recipientPublicKey = await sender.cipher.kem.deserializePublicKey(publicKey);
      const context = await sender.cipher.createSenderContext({ recipientPublicKey });
      const sealed = await context.seal(Buffer.from('question'));
      const opener = await receiver.cipher.createRecipientContext({ recipientKey: keys, enc: context.enc });
      expect(Buffer.from(await opener.open(sealed)).toString()).toBe('question');
      expect(hex(await opener.export(new Uint8Array(1), 32))).toBe(hex(await context.export(new Uint8Array(1), 32)));
    }
  });
});

describe('NativeX25519Kem', () => {
  it('gives the JavaScript KEM its keys and takes them from it', async () => {
    const [native, script] = [new NativeX25519Kem(), new DhkemX25519HkdfSha256()];
    const keys = await native.generateKeyPair();
    const raw = await native.serializePrivateKey(keys.privateKey);
    const imported = await script.deserializePrivateKey(raw);
    const recipientPublicKey = await script.deserializePublicKey(await native.serializePublicKey(keys.publicKey));
    const { enc, sharedSecret } = await script.encap({ recipientPublicKey });
    expect(hex(await native.decap({ recipientKey: keys, enc }))).toBe(hex(sharedSecret));
    expect(hex(await script.decap({ recipientKey: imported, enc }))).toBe(hex(sharedSecret));
  });

  it('refuses to agree on a zero secret', async () => {
    const kem = new NativeX25519Kem();
    const recipientPublicKey = await kem.deserializePublicKey(new Uint8Array(32));
    await expect(kem.encap({ recipientPublicKey })).rejects.toThrow();
    const recipientKey = await kem.generateKeyPair();
    await expect(kem.decap({ recipientKey, enc: new Uint8Array(32) })).rejects.toThrow();
  });

  it.each([31, 33])('refuses keys of %i bytes', async length => {
    const kem = new NativeX25519Kem();
    await expect(kem.deserializePublicKey(new Uint8Array(length))).rejects.toThrow();
    await expect(kem.deserializePrivateKey(new Uint8Array(length))).rejects.toThrow();
  });
});
