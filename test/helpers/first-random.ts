import type { Random } from '../../electron/core/platform/index.ts';

/** A {@link Random} without chance: always the lowest. */
export const firstRandom: Random = { below: () => 0, bytes: length => new Uint8Array(length) };
