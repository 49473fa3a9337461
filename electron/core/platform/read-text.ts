import { readFile } from 'node:fs/promises';

/** A text, and whether it stood in the file as UTF-8 without a mark, which is all that most programs read. */
export interface FileText {
  readonly text: string;
  readonly isPlain: boolean;
}

/**
 * The text of a file that a person made. Programs of Windows put a byte order mark before it, and PowerShell 5 redirects in
 * UTF-16: both are read as what they mean. Throws the file system's error, or the signal's reason.
 */
export async function readPersonsText(path: string, signal: AbortSignal): Promise<FileText> {
  const bytes = await readFile(path, { signal });
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: bytes.toString('utf16le', 2), isPlain: false };
  const text = bytes.toString('utf8');
  return text.startsWith('\uFEFF') ? { text: text.slice(1), isPlain: false } : { text, isPlain: true };
}
