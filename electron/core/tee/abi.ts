/**
 * The registry's read interface as the OpenGradient Python SDK 1.1.3 has it. JSON and not viem's human-readable form,
 * because two such texts that reuse a struct name share the first definition without an error.
 */
const OHTTP_CONFIG = [
  { name: 'keyId', type: 'uint8' },
  { name: 'kemId', type: 'uint16' },
  { name: 'kdfId', type: 'uint16' },
  { name: 'aeadId', type: 'uint16' },
  { name: 'publicKey', type: 'bytes' },
  { name: 'keyConfig', type: 'bytes' },
  { name: 'registeredAt', type: 'uint256' },
] as const;

const TEE_INFO_BASE = [
  { name: 'owner', type: 'address' },
  { name: 'paymentAddress', type: 'address' },
  { name: 'endpoint', type: 'string' },
  { name: 'publicKey', type: 'bytes' },
  { name: 'tlsCertificate', type: 'bytes' },
  { name: 'pcrHash', type: 'bytes32' },
  { name: 'teeType', type: 'uint8' },
  { name: 'enabled', type: 'bool' },
  { name: 'registeredAt', type: 'uint256' },
  { name: 'lastHeartbeatAt', type: 'uint256' },
] as const;

/** A record with the HPKE key configuration as its eleventh field. */
const TEE_INFO = {
  name: 'tee',
  type: 'tuple',
  components: [...TEE_INFO_BASE, { name: 'ohttpConfig', type: 'tuple', components: OHTTP_CONFIG }],
} as const;

/** `getActiveTEEs(uint8)`: full records of the enabled, alive and approved TEEs of one type. */
export const GET_ACTIVE_TEES = [
  {
    type: 'function',
    name: 'getActiveTEEs',
    stateMutability: 'view',
    inputs: [{ name: 'teeType', type: 'uint8' }],
    outputs: [{ name: '', type: 'tuple[]', components: TEE_INFO.components }],
  },
] as const;
