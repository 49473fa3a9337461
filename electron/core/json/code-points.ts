/**
 * Compares two texts by Unicode code point, as Python sorts. JavaScript's own order is by UTF-16 unit, which puts
 * astral characters before U+E000..U+FFFF.
 */
export function compareCodePoints(left: string, right: string): number {
  const shared = Math.min(left.length, right.length);
  let at = 0;
  while (at < shared && left.charCodeAt(at) === right.charCodeAt(at)) at += 1;
  if (at === shared) return left.length - right.length;
  // The first difference may lie in the second half of a pair: then the pair as a whole decides.
  if (at > 0 && isHighSurrogate(left.charCodeAt(at - 1))) {
    const difference = codePoint(left, at - 1) - codePoint(right, at - 1);
    if (difference !== 0) return difference;
  }
  return codePoint(left, at) - codePoint(right, at);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function codePoint(text: string, at: number): number {
  return text.codePointAt(at) ?? -1;
}
