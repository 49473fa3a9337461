import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { errorMessage, type SecretStore } from '../platform/index.ts';
import { GatewayError } from './errors.ts';

/** The secret's name. Its value is the private key: PKCS#8 DER in base64url. */
export const DEVICE_SECRET = 'gateway.device';

/** The key by which a gateway knows this installation. Losing it means pairing anew. */
export interface DeviceIdentity {
  /** Lower-case hex SHA-256 of the 32 raw bytes of the public key. */
  readonly id: string;
  /** The 32 raw bytes of the public key in base64url. */
  readonly publicKey: string;
  /** Base64url of the Ed25519 signature over the UTF-8 text. */
  sign(payload: string): string;
}

function identityOf(privateKey: KeyObject): DeviceIdentity {
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new TypeError(`a key of type ${privateKey.asymmetricKeyType}`);
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (x === undefined) throw new TypeError('a key without its public part');
  return {
    id: createHash('sha256').update(Buffer.from(x, 'base64url')).digest('hex'),
    publicKey: x,
    sign: payload => sign(null, Buffer.from(payload), privateKey).toString('base64url'),
  };
}

/**
 * The identity from the secret store; created and stored there when there is none yet. One that is there and cannot be
 * read is an error and never replaced: a new key would ask for pairing at every start.
 * Throws `gateway_device_unreadable`, and what the store throws.
 */
export async function loadDeviceIdentity(secrets: SecretStore, signal: AbortSignal): Promise<DeviceIdentity> {
  const stored = await secrets.get(DEVICE_SECRET, signal);
  if (stored !== undefined) {
    try {
      return identityOf(createPrivateKey({ key: Buffer.from(stored, 'base64url'), format: 'der', type: 'pkcs8' }));
    } catch (error) {
      throw new GatewayError('gateway_device_unreadable', "This computer's gateway key is damaged.", {
        remedy: `Remove the secret ${DEVICE_SECRET}; the gateway then has to approve this computer once more.`,
        details: { reason: errorMessage(error) },
      });
    }
  }
  const { privateKey } = generateKeyPairSync('ed25519');
  await secrets.set(DEVICE_SECRET, privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url'), signal);
  return identityOf(privateKey);
}
