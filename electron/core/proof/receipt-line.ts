import { Receipt } from './receipt.ts';

/** The receipt that a line of the journal holds; undefined when it holds none. */
export function receiptOfLine(line: string): Receipt | undefined {
  try {
    return Receipt.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
