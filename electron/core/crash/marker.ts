import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Clock, writeFileAtomically } from '../platform/index.ts';

/** The marker's name inside the home folder. */
export const MARKER_FILE = 'running.json';

/** Who runs with a home folder. It lies there from the start of a run to its clean end. */
export const Marker = z.object({
  version: z.literal(1),
  /** Tells the runs apart. */
  run: z.string(),
  pid: z.number(),
  processStart: z.string().nullable(),
  bootId: z.string().nullable(),
  uptimeS: z.number(),
  startedAt: z.number(),
  /** It has lived for longer than a minute. */
  isSettled: z.boolean(),
  host: z.string(),
  appVersion: z.string(),
  isSafeMode: z.boolean(),
  /** The desktop's pages are drawn without the graphics processor. */
  isSoftwareRendered: z.boolean(),
});
export type Marker = z.infer<typeof Marker>;

/** The marker of the home folder; undefined when there is none, or none that can be understood. Never throws. */
export function readMarker(home: string): Marker | undefined {
  try {
    return Marker.safeParse(JSON.parse(readFileSync(join(home, MARKER_FILE), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Readable by its owner only. Throws the file system's error. */
export function writeMarker(home: string, marker: Marker, io: { clock: Clock; signal: AbortSignal }): Promise<void> {
  return writeFileAtomically(join(home, MARKER_FILE), `${JSON.stringify(marker)}\n`, io);
}

/** Removes the marker if it is of that run: a second instance that was turned away leaves the first one's. Never throws. */
export function removeMarker(home: string, run: string): void {
  if (readMarker(home)?.run !== run) return;
  try {
    rmSync(join(home, MARKER_FILE), { force: true });
  } catch {
    // It stays, and the next start takes this end for an unexpected one; nothing else can be done about it here.
  }
}
