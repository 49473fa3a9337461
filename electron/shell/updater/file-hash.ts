import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** SHA-512 of a file in base64, as the lists of versions have it. Throws the file system's error, or the signal's reason. */
export async function fileHash(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file, { highWaterMark: 1_048_576 }), hash, { signal });
  return hash.digest('base64');
}
