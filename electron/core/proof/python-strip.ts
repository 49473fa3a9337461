/** What Python's `str.isspace` knows and JavaScript's `trim` does not, and the other way round (U+FEFF), matters here. */
const BEYOND_ASCII_SPACE =
  '\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000';

/** Python's `str.strip()`: the enclave and the reference client read the lines of a stream by it. */
export function pythonStrip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isPythonSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isPythonSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isPythonSpace(unit: number): boolean {
  if (unit <= 0x20) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || unit >= 0x1c;
  return unit >= 0x85 && BEYOND_ASCII_SPACE.includes(String.fromCharCode(unit));
}
