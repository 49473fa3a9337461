/**
 * The registry contract as the OpenGradient Python SDK 1.1.3 reads it (records with OHTTP configuration), plus the views
 * and events of its public contract source. JSON, not human-readable: viem shares struct names across parsed texts.
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

const TEE_INFO = [
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
  { name: 'ohttpConfig', type: 'tuple', components: OHTTP_CONFIG },
] as const;

const APPROVED_PCR = [
  { name: 'pcrHash', type: 'bytes32' },
  { name: 'teeType', type: 'uint8' },
] as const;

const TYPE_INPUT = [{ name: 'teeType', type: 'uint8' }] as const;
const ID_INPUT = [{ name: 'teeId', type: 'bytes32' }] as const;
const ID_TOPIC = { name: 'teeId', type: 'bytes32', indexed: true } as const;
const BOOL_OUTPUT = [{ name: '', type: 'bool' }] as const;

export const REGISTRY_ABI = [
  {
    type: 'function',
    name: 'getActiveTEEs',
    stateMutability: 'view',
    inputs: TYPE_INPUT,
    outputs: [{ name: '', type: 'tuple[]', components: TEE_INFO }],
  },
  {
    type: 'function',
    name: 'getEnabledTEEs',
    stateMutability: 'view',
    inputs: TYPE_INPUT,
    outputs: [{ name: '', type: 'bytes32[]' }],
  },
  {
    type: 'function',
    name: 'getTEEsByType',
    stateMutability: 'view',
    inputs: TYPE_INPUT,
    outputs: [{ name: '', type: 'bytes32[]' }],
  },
  {
    type: 'function',
    name: 'getTEE',
    stateMutability: 'view',
    inputs: ID_INPUT,
    outputs: [{ name: '', type: 'tuple', components: TEE_INFO }],
  },
  { type: 'function', name: 'isTEEActive', stateMutability: 'view', inputs: ID_INPUT, outputs: BOOL_OUTPUT },
  { type: 'function', name: 'isTEEEnabled', stateMutability: 'view', inputs: ID_INPUT, outputs: BOOL_OUTPUT },
  {
    type: 'function',
    name: 'getTEEPublicKey',
    stateMutability: 'view',
    inputs: ID_INPUT,
    outputs: [{ name: '', type: 'bytes' }],
  },
  {
    type: 'function',
    name: 'heartbeatMaxAge',
    stateMutability: 'view',
    inputs: [],
    outputs: [{ name: '', type: 'uint256' }],
  },
  {
    type: 'function',
    name: 'isPCRApproved',
    stateMutability: 'view',
    inputs: [
      { name: 'teeType', type: 'uint8' },
      { name: 'pcrHash', type: 'bytes32' },
    ],
    outputs: BOOL_OUTPUT,
  },
  {
    type: 'function',
    name: 'getApprovedPCRs',
    stateMutability: 'view',
    inputs: [],
    outputs: [{ name: '', type: 'tuple[]', components: APPROVED_PCR }],
  },
  { type: 'error', name: 'TEENotFound', inputs: [] },
  {
    type: 'event',
    name: 'TEERegistered',
    inputs: [
      ID_TOPIC,
      { name: 'owner', type: 'address', indexed: true },
      { name: 'teeType', type: 'uint8', indexed: false },
    ],
  },
  { type: 'event', name: 'TEEEnabled', inputs: [ID_TOPIC] },
  { type: 'event', name: 'TEEDisabled', inputs: [ID_TOPIC] },
  {
    type: 'event',
    name: 'HeartbeatReceived',
    inputs: [ID_TOPIC, { name: 'timestamp', type: 'uint256', indexed: false }],
  },
  {
    type: 'event',
    name: 'PCRApproved',
    inputs: [
      { name: 'pcrHash', type: 'bytes32', indexed: true },
      { name: 'teeType', type: 'uint8', indexed: true },
      { name: 'version', type: 'string', indexed: false },
    ],
  },
  {
    type: 'event',
    name: 'PCRRevoked',
    inputs: [
      { name: 'pcrHash', type: 'bytes32', indexed: true },
      { name: 'teeType', type: 'uint8', indexed: true },
    ],
  },
  {
    type: 'event',
    name: 'OHTTPConfigUpdated',
    inputs: [
      ID_TOPIC,
      { name: 'keyId', type: 'uint8', indexed: false },
      { name: 'kemId', type: 'uint16', indexed: false },
      { name: 'kdfId', type: 'uint16', indexed: false },
      { name: 'aeadId', type: 'uint16', indexed: false },
      { name: 'publicKeyHash', type: 'bytes32', indexed: false },
      { name: 'keyConfigHash', type: 'bytes32', indexed: false },
    ],
  },
] as const;
