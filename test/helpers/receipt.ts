import type { Receipt } from '../../electron/core/proof/index.ts';

/** A receipt in the form of one; its signature signs nothing. */
export function receiptAt(verifiedAt: number, changes: Partial<Receipt> = {}): Receipt {
  return {
    version: 1,
    verifiedAt,
    teeId: `0x${'a'.repeat(64)}`,
    endpoint: 'https://tee.example',
    model: 'm',
    requestHash: 'b'.repeat(64),
    outputHash: 'c'.repeat(64),
    timestamp: '1750000000',
    signature: 'AAAA',
    signingKeyDer: 'AAAA',
    covers: 'content',
    stream: false,
    mode: 'strict',
    sandbox: false,
    ...changes,
  };
}
