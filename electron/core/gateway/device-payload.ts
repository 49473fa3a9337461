/** What a device signs to prove itself to a gateway. */
export interface DeviceClaim {
  readonly deviceId: string;
  readonly clientId: string;
  readonly clientMode: string;
  readonly role: string;
  /** In the order in which they are sent. */
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch by the gateway's clock: the challenge's `ts`. */
  readonly signedAt: number;
  /** The token that is sent: shared, else the device's, else the bootstrap token. Never the password. */
  readonly token: string | undefined;
  readonly nonce: string;
  readonly platform: string;
}

/** `v3` is what the gateway tries first, `v2` the same without platform and device family. */
export type PayloadVersion = 'v3' | 'v2';

/** The text to sign, as `@openclaw/gateway-client` 2026.9.1 builds it. We send no device family, so its place is empty. */
export function devicePayload(claim: DeviceClaim, version: PayloadVersion): string {
  const fields = [
    version,
    claim.deviceId,
    claim.clientId,
    claim.clientMode,
    claim.role,
    claim.scopes.join(','),
    String(claim.signedAt),
    claim.token ?? '',
    claim.nonce,
  ];
  if (version === 'v3') fields.push(asciiLower(claim.platform.trim()), '');
  return fields.join('|');
}

/** Only A to Z: `toLowerCase` would change other letters, and the signature with them. */
function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, letter => letter.toLowerCase());
}
