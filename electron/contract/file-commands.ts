import { z } from 'zod';
import { ActivityFilter, ExportFormat } from './activity-view.ts';

/**
 * Where a file goes. `path`: an absolute one that a person chose; without it the host asks with a dialog of its own where
 * it has one, and writes into its `exports` folder elsewhere. `replace`: the person agreed to replace what is there.
 */
const Place = { path: z.string().min(1).max(4_096).optional(), replace: z.boolean().optional() };

/** Commands that write what the window shows to a file; each answers with `file`. */
export const FILE_COMMANDS = [
  /** One receipt, as `gatehouse receipts verify` takes it. */
  z.object({ name: z.literal('saveReceipt'), id: z.string().min(1).max(100), ...Place }),
  /** All entries that the filter lets through, oldest first. */
  z.object({ name: z.literal('exportActivity'), filter: ActivityFilter, format: ExportFormat, ...Place }),
] as const;

export type FileCommand = z.infer<(typeof FILE_COMMANDS)[number]>;
