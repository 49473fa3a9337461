import { describe, expect, it } from 'vitest';
import {
  createOhttpKeyPair,
  encodeKeyConfig,
  type OhttpConfig,
  openRequest,
  prepareRecipient,
  sealRequest,
} from '../../../electron/core/ohttp/index.ts';

const QUESTION = new Uint8Array(Buffer.from('{"model":"m"}'));

async function config(changes: Partial<OhttpConfig> = {}): Promise<OhttpConfig> {
  return { ...(await createOhttpKeyPair()).config, keyConfig: new Uint8Array(0), ...changes };
}

describe('sealRequest', () => {
  it('is opened by the enclave, and the enclave is understood', async () => {
    const keyPair = await createOhttpKeyPair();
    const sealed = await sealRequest(await prepareRecipient(keyPair.config), QUESTION);
    const opened = await openRequest(keyPair, sealed.wire);
    expect(Buffer.from(opened.plaintext).toString()).toBe('{"model":"m"}');
    const answer = await opened.sealSingle(Buffer.from('{"choices":[]}'));
    expect(Buffer.from(await sealed.openSingle(answer)).toString()).toBe('{"choices":[]}');
  });

  it('adds exactly 55 bytes', async () => {
    const { wire } = await sealRequest(await prepareRecipient(await config()), QUESTION);
    expect(wire.length).toBe(QUESTION.length + 55);
  });

  it('takes a fresh ephemeral key for every request', async () => {
    const recipient = await prepareRecipient(await config());
    const wires = await Promise.all([sealRequest(recipient, QUESTION), sealRequest(recipient, QUESTION)]);
    const [first, second] = wires.map(({ wire }) => Buffer.from(wire.subarray(7, 39)).toString('hex'));
    expect(first).not.toBe(second);
  });

  it('sends the key id of the registry, which another key id does not open', async () => {
    const keyPair = await createOhttpKeyPair({ keyId: 7 });
    const { wire } = await sealRequest(await prepareRecipient(keyPair.config), QUESTION);
    expect(wire[0]).toBe(7);
    const renumbered = { ...keyPair, config: { ...keyPair.config, keyId: 1 } };
    await expect(openRequest(renumbered, wire)).rejects.toMatchObject({ code: 'ohttp_malformed' });
  });

  it('is not opened by another enclave', async () => {
    const { wire } = await sealRequest(await prepareRecipient(await config()), QUESTION);
    await expect(openRequest(await createOhttpKeyPair(), wire)).rejects.toMatchObject({ code: 'ohttp_decrypt_failed' });
  });

  it('does not open the answer to another request', async () => {
    const keyPair = await createOhttpKeyPair();
    const recipient = await prepareRecipient(keyPair.config);
    const [one, two] = [await sealRequest(recipient, QUESTION), await sealRequest(recipient, QUESTION)];
    const answer = await (await openRequest(keyPair, one.wire)).sealSingle(QUESTION);
    await expect(two.openSingle(answer)).rejects.toMatchObject({ code: 'ohttp_decrypt_failed' });
  });
});

describe('prepareRecipient', () => {
  it.each([
    ['0000000000000000000000000000000000000000000000000000000000000000'],
    ['0100000000000000000000000000000000000000000000000000000000000000'],
    ['e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'],
    ['5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157'],
    ['ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    ['edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    ['eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
    ['ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff'],
  ])('refuses the small-order point %s', async point => {
    const publicKey = new Uint8Array(Buffer.from(point, 'hex'));
    await expect(prepareRecipient(await config({ publicKey }))).rejects.toMatchObject({ code: 'ohttp_bad_public_key' });
  });

  it.each([0, 31, 33])('refuses a key of %i bytes', async length => {
    const publicKey = new Uint8Array(length).fill(9);
    await expect(prepareRecipient(await config({ publicKey }))).rejects.toMatchObject({ code: 'ohttp_bad_public_key' });
  });

  it.each([{ kemId: 0x10 }, { kdfId: 2 }, { aeadId: 1 }])('refuses the suite with %j', async changes => {
    await expect(prepareRecipient(await config(changes))).rejects.toMatchObject({ code: 'ohttp_unsupported_suite' });
  });

  it('refuses a key configuration that contradicts the fields, and takes one that agrees', async () => {
    const fields = await config();
    const agreeing = { ...fields, keyConfig: encodeKeyConfig(fields) };
    const contradicting = { ...fields, keyConfig: encodeKeyConfig({ ...fields, keyId: 9 }) };
    await expect(prepareRecipient(agreeing)).resolves.toMatchObject({ config: { keyId: 1 } });
    await expect(prepareRecipient(contradicting)).rejects.toMatchObject({ code: 'ohttp_bad_key_config' });
  });
});
