import type { Random } from '../../core/platform/index.ts';

/** An id in the form of a UUID that says that it is the sandbox's. */
export function sandboxId(random: Random): string {
  const hex = Buffer.from(random.bytes(12)).toString('hex');
  return `sandbox-${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12)}`;
}

/** An opaque token of 43 characters, as the gateway's own. */
export function freshToken(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url');
}
