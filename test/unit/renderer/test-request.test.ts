import { describe, expect, it } from 'vitest';
import { testCommand } from '../../../renderer/format/test-request.ts';

const ENDPOINT = 'http://127.0.0.1:11435/v1';

describe('the command that tries the endpoint', () => {
  it('is one for the shell of the system', () => {
    expect(testCommand(ENDPOINT, true, 'X11; Linux x86_64')).toBe(
      `curl ${ENDPOINT}/chat/completions -H 'content-type: application/json' -d '{"model":"sandbox/echo","messages":[{"role":"user","content":"hello"}]}'`,
    );
    expect(testCommand(ENDPOINT, true, 'Windows NT 10.0')).toMatch(/^Invoke-RestMethod -Method Post .* -Uri http:/);
  });

  it('asks a real network for a model that it knows', () => {
    expect(testCommand(ENDPOINT, false, 'Macintosh')).toContain('"model":"anthropic/');
  });
});
