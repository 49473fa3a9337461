import { type FileHandle, open } from 'node:fs/promises';

const CHUNK_BYTES = 65_536;
const LINE_FEED = 0x0a;
/** Longer ones are no lines of ours; such a file is read no further. */
const MAX_LINE_BYTES = 1_048_576;

/**
 * The whole lines of a file, last one first, read in chunks from its end, so that the newest cost no more than they are.
 * A last line without its end is being written, or torn, and is left out. A file that is not there has none. Throws the
 * file system's error and the signal's reason.
 */
export async function* backwardLines(path: string, signal: AbortSignal): AsyncGenerator<string> {
  const handle = await openIfThere(path);
  if (handle === undefined) return;
  try {
    let end = (await handle.stat()).size;
    let rest: Buffer = Buffer.alloc(0);
    let isFirst = true;
    while (end > 0 && rest.length <= MAX_LINE_BYTES) {
      signal.throwIfAborted();
      const start = Math.max(0, end - CHUNK_BYTES);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
      let block = Buffer.concat([buffer.subarray(0, bytesRead), rest]);
      if (isFirst) {
        const whole = block.lastIndexOf(LINE_FEED);
        if (whole < 0) {
          rest = block;
          end = start;
          continue;
        }
        block = block.subarray(0, whole);
        isFirst = false;
      }
      for (let at = block.lastIndexOf(LINE_FEED); at >= 0; at = block.lastIndexOf(LINE_FEED)) {
        yield block.toString('utf8', at + 1);
        block = block.subarray(0, at);
      }
      rest = block;
      end = start;
    }
    if (!isFirst && rest.length > 0 && rest.length <= MAX_LINE_BYTES) yield rest.toString('utf8');
  } finally {
    await handle.close();
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
