import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('a sandbox of its own process says where it is in one line, and ends when its input does', async () => {
  const script = fileURLToPath(new URL('../bench/sandbox-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, 'a-seed'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const info = JSON.parse(line) as Record<string, unknown>;
    expect(info).toMatchObject({
      rpcUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      registryAddress: expect.stringMatching(/^0x[0-9a-fA-F]{40}$/),
      chainId: 0x67617465,
      relayUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      bearerToken: expect.any(String),
    });
    const [plainEndpoint] = info['plainEndpoints'] as string[];
    const response = await fetch(`${plainEndpoint}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: 'sandbox/echo', messages: [{ role: 'user', content: 'hi' }] }),
    });
    expect(await response.text()).toContain('Sandbox answer from enclave-01');
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
  } finally {
    child.kill();
  }
});
