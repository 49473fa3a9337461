import { describe, expect, it } from 'vitest';
import { hasWayOut, outwardAddresses } from '../../../electron/core/offline/index.ts';

const LOOPBACK = [
  { address: '127.0.0.1', internal: true },
  { address: '::1', internal: true },
];
const outward = (address: string) => ({ address, internal: false });

describe('the way out of this computer', () => {
  it('is there with an address that others can reach it by', () => {
    expect(hasWayOut(() => [...LOOPBACK, outward('192.168.1.5')])).toBe(true);
    expect(hasWayOut(() => [...LOOPBACK, outward('fd00::1')])).toBe(true);
  });

  it.each(['fe80::1c2d', 'FEBF::1', '169.254.7.9'])(
    'is not there with loopback and %s, which a computer gives itself',
    address => {
      const addresses = () => [...LOOPBACK, outward(address)];
      expect(hasWayOut(addresses)).toBe(false);
      expect(outwardAddresses(addresses)).toEqual([]);
    },
  );

  it('is not known on a system that does not tell, or tells of nothing at all', () => {
    expect(hasWayOut(() => [])).toBeUndefined();
    const refuses = () => {
      throw new Error('EACCES');
    };
    expect(hasWayOut(refuses)).toBeUndefined();
  });
});
