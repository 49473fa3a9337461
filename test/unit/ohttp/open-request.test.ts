import { describe, expect, it } from 'vitest';
import { createOhttpKeyPair, openRequest, prepareRecipient, sealRequest } from '../../../electron/core/ohttp/index.ts';

describe('openRequest', () => {
  it('repeats a key pair from its seed', async () => {
    const seed = new Uint8Array(32).fill(5);
    const [one, two, other] = [
      await createOhttpKeyPair({ seed }),
      await createOhttpKeyPair({ seed }),
      await createOhttpKeyPair(),
    ];
    expect(two.config).toEqual(one.config);
    expect(other.config.publicKey).not.toEqual(one.config.publicKey);
  });

  it.each([0, 6, 7, 39, 54])('calls a request of %i bytes malformed', async length => {
    const keyPair = await createOhttpKeyPair();
    const { wire } = await sealRequest(await prepareRecipient(keyPair.config), new Uint8Array(0));
    expect(wire.length).toBe(55);
    await expect(openRequest(keyPair, wire.subarray(0, length))).rejects.toMatchObject({ code: 'ohttp_malformed' });
  });

  it('never uses a response nonce twice', async () => {
    const keyPair = await createOhttpKeyPair();
    const { wire } = await sealRequest(await prepareRecipient(keyPair.config), new Uint8Array(0));
    const opened = await openRequest(keyPair, wire);
    const answers = [await opened.sealSingle(new Uint8Array(0)), await opened.sealSingle(new Uint8Array(0))];
    const nonces = [...answers, opened.chunkSealer().open()].map(bytes =>
      Buffer.from(bytes.subarray(0, 32)).toString('hex'),
    );
    expect(new Set(nonces).size).toBe(3);
  });
});
