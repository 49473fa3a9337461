import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A file of the built page, ready to send. */
export interface Asset {
  readonly body: Buffer;
  readonly contentType: string;
  /** Its name changes with its content, so it may be kept for ever. */
  readonly immutable: boolean;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/**
 * Reads the file that `urlPath` (the path of a URL, still percent-encoded) names below `directory`. Undefined when there
 * is none, when the kind of file is not one that the page consists of, or when the path leads out of the directory.
 */
export async function readAsset(directory: string, urlPath: string): Promise<Asset | undefined> {
  const file = resolveInside(directory, urlPath === '/' ? '/index.html' : urlPath);
  const contentType = file === undefined ? undefined : CONTENT_TYPES[path.extname(file)];
  if (file === undefined || contentType === undefined) return undefined;
  try {
    const body = await readFile(file);
    return { body, contentType, immutable: urlPath.startsWith('/assets/') };
  } catch {
    return undefined;
  }
}

function resolveInside(directory: string, urlPath: string): string | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  if (/[\0\\:]/.test(decoded)) return undefined;
  const root = path.resolve(directory);
  const file = path.resolve(root, `.${decoded}`);
  return file.startsWith(root + path.sep) ? file : undefined;
}
