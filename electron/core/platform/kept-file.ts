import { readFile, rename } from 'node:fs/promises';
import { errorMessage } from './errors.ts';
import type { Logger } from './logger.ts';

/** Options of {@link readKept}. */
export interface KeptFileOptions<T> {
  readonly path: string;
  /** What the log says when it cannot be read, when it was set aside, and when that failed. */
  readonly says: { readonly unread: string; readonly setAside: string; readonly lost: string };
  /** Undefined for what cannot be understood. Must not throw. */
  readonly parse: (content: string) => T | undefined;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * What a file holds that is kept only to know it again after a restart; undefined when there is none. One that cannot be
 * understood is set aside as `<path>.unreadable`, so that its owner begins anew. Throws only the signal's reason.
 */
export async function readKept<T>(
  { path, says, parse, logger }: KeptFileOptions<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  let content: string;
  try {
    content = await readFile(path, { encoding: 'utf8', signal });
  } catch (thrown) {
    signal.throwIfAborted();
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') {
      logger.warn(says.unread, { reason: errorMessage(thrown) });
    }
    return undefined;
  }
  const kept = parse(content);
  if (kept !== undefined) return kept;
  const aside = `${path}.unreadable`;
  await rename(path, aside).then(
    () => logger.warn(says.setAside, { setAside: aside }),
    (thrown: unknown) => logger.warn(says.lost, { reason: errorMessage(thrown) }),
  );
  return undefined;
}
