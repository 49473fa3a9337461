/** The words of a line as `security -i` reads it: quotes of either kind around a word, a backslash before any character. */
export function wordsOf(line) {
  const words = line.matchAll(/"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|((?:\\.|[^\s\\])+)/g);
  return [...words].map(([, double, single, bare]) => (double ?? single ?? bare).replaceAll(/\\(.)/g, '$1'));
}
