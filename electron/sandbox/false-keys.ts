import { createHash } from 'node:crypto';
import { decodeFunctionResult, encodeFunctionResult, type Hex, hexToBytes, toHex } from 'viem';
import { REGISTRY_ABI } from './registry-abi.ts';

/** Where the public key stands in a key configuration (RFC 9458): after key id and KEM id. */
const KEY_OFFSET = 3;
const KEY_LENGTH = 32;

/** The answer to getActiveTEEs with every HPKE key replaced by another one, the same one each time: well-formed, and false. */
export function withFalseKeys(answer: Hex): Hex {
  const call = { abi: REGISTRY_ABI, functionName: 'getActiveTEEs' } as const;
  const records = decodeFunctionResult({ ...call, data: answer });
  const result = records.map(record => {
    const { publicKey, keyConfig } = record.ohttpConfig;
    const falseKey = createHash('sha256').update(publicKey).digest().subarray(0, KEY_LENGTH);
    const falseConfig = hexToBytes(keyConfig);
    falseConfig.set(falseKey, KEY_OFFSET);
    return {
      ...record,
      ohttpConfig: { ...record.ohttpConfig, publicKey: toHex(falseKey), keyConfig: toHex(falseConfig) },
    };
  });
  return encodeFunctionResult({ ...call, result });
}
