/**
 * The address that `text` is, undefined where it is none. Not by `URL.canParse`: once the engine has optimized the call,
 * Node 20 reads a text with an umlaut or an accent as bytes of another encoding and says that it is none (test/unit).
 */
export function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
