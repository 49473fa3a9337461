import { networkInterfaces } from 'node:os';

/** An address of this computer, as the operating system tells it. */
export interface LocalAddress {
  readonly address: string;
  /** Of an interface that leads nowhere but back to this computer. */
  readonly internal: boolean;
}

/** Those of all interfaces that are up. May throw where a confined system does not tell. */
export type LocalAddresses = () => readonly LocalAddress[];

/** The addresses that the operating system tells. Throws what it throws. */
export const systemAddresses: LocalAddresses = () => Object.values(networkInterfaces()).flatMap(list => list ?? []);

/** Computers give themselves these where nobody else gives them one: 169.254.0.0/16 and fe80::/10, RFC 3927 and 4291. */
const LINK_LOCAL = /^(?:169\.254\.\d|fe[89ab][0-9a-f]:)/i;

/** Whether an address is of the network that two computers make without anybody's help; it says nothing about another one. */
export function isLinkLocal(address: string): boolean {
  return LINK_LOCAL.test(address);
}

/** Those by which other computers may be reached, as text. Throws what `addresses` throws. */
export function outwardAddresses(addresses: LocalAddresses): readonly string[] {
  return addresses()
    .filter(({ internal, address }) => !internal && !isLinkLocal(address))
    .map(({ address }) => address);
}

/**
 * Whether this computer has a way to others; undefined where the system does not tell. One that lists not even loopback
 * tells nothing: no computer works without.
 */
export function hasWayOut(addresses: LocalAddresses): boolean | undefined {
  try {
    const isTold = addresses().some(({ internal }) => internal);
    return outwardAddresses(addresses).length > 0 ? true : isTold ? false : undefined;
  } catch {
    return undefined;
  }
}
