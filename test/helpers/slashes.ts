/** A path as Linux writes it, for what is decided about another system than the one that runs the test. */
export function slashes(path: string): string {
  return path.replace(/^[A-Za-z]:/, '').replaceAll('\\', '/');
}
