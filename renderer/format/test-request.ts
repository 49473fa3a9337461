/** The sandbox answers with this one; a real network serves the other, which the host lists, too, and which is cheap. */
const MODELS = { sandbox: 'sandbox/echo', real: 'anthropic/claude-haiku-4-5' } as const;

/**
 * A command that asks the local endpoint something, for the shell that the person's system has; it needs no program that
 * does not come with the system.
 */
export function testCommand(endpoint: string, isSandbox: boolean, userAgent: string): string {
  const model = isSandbox ? MODELS.sandbox : MODELS.real;
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] });
  const url = `${endpoint}/chat/completions`;
  if (userAgent.includes('Windows')) {
    return `Invoke-RestMethod -Method Post -ContentType application/json -Uri ${url} -Body '${body}'`;
  }
  return `curl ${url} -H 'content-type: application/json' -d '${body}'`;
}
