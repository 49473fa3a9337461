import { z } from 'zod';
import { Remedy } from './remedy.ts';

/**
 * Why nothing can be written: no room is left, the disk only lets itself be read, this user may not, or the disk fails
 * otherwise.
 */
export const StorageCause = z.enum(['full', 'read-only', 'denied', 'failing']);
export type StorageCause = z.infer<typeof StorageCause>;

/** What Gatehouse keeps cannot be written. Requests go on being answered and verified. */
export const StorageTrouble = z.object({
  cause: StorageCause,
  /** When it was noticed, milliseconds since the epoch. */
  since: z.number(),
  /** Absolute path of the file or folder that it was noticed at. */
  path: z.string(),
  sentence: z.string(),
  remedy: Remedy,
  /** Receipts of verified answers that could not be kept meanwhile. */
  receiptsLost: z.number(),
});
export type StorageTrouble = z.infer<typeof StorageTrouble>;
