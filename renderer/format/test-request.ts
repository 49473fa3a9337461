/** The model that the sandbox answers with, and that a real network does not know. */
const SANDBOX_MODEL = 'sandbox/echo';

/**
 * A command that asks the local endpoint something, for the shell that the person's system has. Every program that is
 * named comes with the system. A real network is asked by `gatehouse`, which finds a model by itself.
 */
export function testCommand(endpoint: string, isSandbox: boolean, userAgent: string): string {
  if (!isSandbox) return 'gatehouse test "Why is the sky blue?"';
  const body = JSON.stringify({ model: SANDBOX_MODEL, messages: [{ role: 'user', content: 'hello' }] });
  const url = `${endpoint}/chat/completions`;
  if (userAgent.includes('Windows')) {
    return `Invoke-RestMethod -Method Post -ContentType application/json -Uri ${url} -Body '${body}'`;
  }
  return `curl ${url} -H 'content-type: application/json' -d '${body}'`;
}
