import type { TeeCause } from '../../electron/contract/index.ts';
import type { TeeRecord } from '../../electron/core/tee/index.ts';
import { type RegistryChain, toOhttpConfig } from '../helpers/registry-chain.ts';
import { freshOhttpConfig, restarted } from './fresh-record.ts';

/** Something that happens on the chain to the TEE in use. */
export interface RegistryChange {
  /** Completes "… when its TEE". */
  readonly name: string;
  /** Makes it so and gives the TEE in use as it is registered now; null when there is none of it any more. */
  make(chain: RegistryChain, current: TeeRecord): Promise<TeeRecord | null>;
  readonly cause: TeeCause;
}

const CHANGES: readonly RegistryChange[] = [
  {
    name: 'is disabled',
    cause: 'rotated-out',
    make: async (chain, { teeId }) => {
      await chain.send('disableTEE', teeId);
      return null;
    },
  },
  {
    name: 'runs a build that is revoked',
    cause: 'rotated-out',
    make: async (chain, { pcrHash, teeType }) => {
      await chain.send('revokePCR', pcrHash, teeType);
      return null;
    },
  },
  {
    name: 'gets another HPKE key under the same id',
    cause: 'keys-changed',
    make: async (chain, current) => {
      const ohttp = await freshOhttpConfig(2);
      await chain.send('setOHTTPConfig', current.teeId, toOhttpConfig(ohttp));
      return { ...current, ohttp };
    },
  },
  {
    name: 'loses its HPKE key',
    cause: 'keys-changed',
    make: async (chain, { teeId }) => {
      await chain.send('clearOHTTPConfig', teeId);
      return null;
    },
  },
  {
    name: 'is registered again with another HPKE key',
    cause: 'keys-changed',
    make: async (chain, current) => {
      const renewed = { ...current, ohttp: await freshOhttpConfig() };
      await chain.register(renewed);
      return renewed;
    },
  },
  {
    name: 'restarts under another signing key, and so another id',
    cause: 'rotated-out',
    make: async (chain, current) => {
      const next = await restarted(current);
      await chain.register(next);
      await chain.send('disableTEE', current.teeId);
      return next;
    },
  },
];

/** Every change that the contract tells by an event, with its name first, as a table of tests wants it. */
export const REGISTRY_CHANGES = CHANGES.map(change => [change.name, change] as const);
