/** Lines that point OpenAI clients at the endpoint, for the shell that the person's system has. */
export function environmentLines(endpoint: string, userAgent: string): string {
  // Clients insist on a key; the endpoint needs none and ignores it.
  const pairs = [
    ['OPENAI_BASE_URL', endpoint],
    ['OPENAI_API_KEY', 'gatehouse'],
  ] as const;
  const isWindows = userAgent.includes('Windows');
  return pairs.map(([name, value]) => (isWindows ? `$env:${name} = "${value}"` : `export ${name}=${value}`)).join('\n');
}
