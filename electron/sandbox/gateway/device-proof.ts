import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { ConnectParams, DeviceProof } from './connect-params.ts';
import type { ErrorShape } from './wire.ts';

/** A signature may be this far from the gateway's clock, either way (gateway 2026.9.1). */
const SIGNATURE_WINDOW_MS = 120_000;

type ProofFault =
  | 'DEVICE_ID_MISMATCH'
  | 'SIGNATURE_EXPIRED'
  | 'NONCE_REQUIRED'
  | 'NONCE_MISMATCH'
  | 'SIGNATURE_INVALID'
  | 'PUBLIC_KEY_INVALID';

const REASONS: Readonly<Record<ProofFault, string>> = {
  DEVICE_ID_MISMATCH: 'device-id-mismatch',
  SIGNATURE_EXPIRED: 'device-signature-stale',
  NONCE_REQUIRED: 'device-nonce-missing',
  NONCE_MISMATCH: 'device-nonce-mismatch',
  SIGNATURE_INVALID: 'device-signature',
  PUBLIC_KEY_INVALID: 'device-public-key',
};

/** Looks whether a device is who it says it is, for this socket's nonce. Undefined: it is. */
export function checkDevice(
  device: DeviceProof,
  params: ConnectParams,
  { nonce, nowMs }: { readonly nonce: string; readonly nowMs: number },
): ErrorShape | undefined {
  const key = publicKeyOf(device.publicKey);
  const fault = key === undefined ? 'PUBLIC_KEY_INVALID' : proofFault(device, params, { nonce, nowMs, ...key });
  if (fault === undefined) return undefined;
  return {
    code: 'INVALID_REQUEST',
    message: `device identity refused: ${REASONS[fault]}`,
    details: { code: `DEVICE_AUTH_${fault}`, reason: REASONS[fault] },
  };
}

interface Expected {
  readonly nonce: string;
  readonly nowMs: number;
  readonly key: KeyObject;
  readonly raw: Buffer;
}

function proofFault(
  device: DeviceProof,
  params: ConnectParams,
  { nonce, nowMs, key, raw }: Expected,
): ProofFault | undefined {
  if (createHash('sha256').update(raw).digest('hex') !== device.id) return 'DEVICE_ID_MISMATCH';
  if (Math.abs(nowMs - device.signedAt) > SIGNATURE_WINDOW_MS) return 'SIGNATURE_EXPIRED';
  if (device.nonce.trim() === '') return 'NONCE_REQUIRED';
  if (device.nonce !== nonce) return 'NONCE_MISMATCH';
  const signature = Buffer.from(device.signature, 'base64url');
  const isSigned = (['v3', 'v2'] as const).some(version =>
    verify(null, Buffer.from(signedText(version, device, params)), key, signature),
  );
  return isSigned ? undefined : 'SIGNATURE_INVALID';
}

/** The text that `@openclaw/gateway-client` 2026.9.1 signs; `v2` lacks platform and device family. */
function signedText(version: 'v3' | 'v2', device: DeviceProof, params: ConnectParams): string {
  const { auth, client, role = 'operator', scopes = [] } = params;
  const token = auth?.token ?? auth?.deviceToken ?? auth?.bootstrapToken ?? '';
  const common = [
    version,
    device.id,
    client.id,
    client.mode,
    role,
    scopes.join(','),
    device.signedAt,
    token,
    device.nonce,
  ];
  const metadata = version === 'v3' ? [plain(client.platform), plain(client.deviceFamily)] : [];
  return [...common, ...metadata].join('|');
}

/** Trimmed, and A to Z in lower case: other letters stay as they are. */
function plain(text = ''): string {
  return text.trim().replace(/[A-Z]/g, letter => letter.toLowerCase());
}

/** Raw bytes in base64url; PEM is taken, too. */
function publicKeyOf(text: string): { readonly key: KeyObject; readonly raw: Buffer } | undefined {
  try {
    const key = text.includes('BEGIN')
      ? createPublicKey(text)
      : createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: unpadded(text) }, format: 'jwk' });
    const { x } = key.export({ format: 'jwk' });
    return key.asymmetricKeyType === 'ed25519' && x !== undefined
      ? { key, raw: Buffer.from(x, 'base64url') }
      : undefined;
  } catch {
    return undefined;
  }
}

function unpadded(text: string): string {
  return Buffer.from(text, 'base64url').toString('base64url');
}
