/**
 * Topics of the registry's events after which another TEE, or another key, may be right: keccak256 of the signatures in
 * the contract's source. Heartbeats are left out: there is one per TEE every quarter of an hour, and they change nothing.
 */
export const REGISTRY_TOPICS: readonly string[] = [
  // TEERegistered(bytes32,address,uint8)
  '0x97d0af70a4d2c616e9c1093d5f57c8b31b3a7d824f1d335e5d5416402ec14931',
  // TEEEnabled(bytes32)
  '0xcfe7e61b35fbf35c6b0d5c7ebe6feb619ab832dc476c4a02dbdc041fb92b5ca6',
  // TEEDisabled(bytes32)
  '0x01c235337ed5406ee8cebb3f299d60f237a2837430f8a14fbc81f94ce50236b6',
  // PCRApproved(bytes32,uint8,string)
  '0x98c6d69cba0181c4e436357d22ac56e02ec472c03f04df0fbf89d1bb614af2fe',
  // PCRRevoked(bytes32,uint8), and PCRRevoked(bytes32) of older contracts
  '0xd5a6741f8bbaee4cc3ea05953ea04c6a1863ce4c66a52da653dd0a315f84c2fb',
  '0x021cbdaf8e2ddc626ca016468398743e833c1d67b00106b10077757586679a20',
  // OHTTPConfigUpdated(bytes32,uint8,uint16,uint16,uint16,bytes32,bytes32)
  '0x270cbcca96faea5dae0e7979e460bb2e7fefcbfb98224e1cbe6528ddc3a1cb1e',
  // OHTTPConfigCleared(bytes32)
  '0x25ad42c118b825cd8f747057d3cd4741f627cdd8a9b36ac437f1f03b9c59bb2e',
];
