import { describe, expect, it } from 'vitest';
import { restartHost } from '../../../electron/core/app/restart.ts';

describe('restarting the host', () => {
  it.each([
    [0, 'Gatehouse restarts.'],
    [1, 'Gatehouse restarts. 1 request is finished first.'],
    [3, 'Gatehouse restarts. 3 requests are finished first.'],
  ])('begins, and says what is finished first of %d requests', (inFlight, sentence) => {
    let begun = 0;

    expect(restartHost({ begin: () => (begun += 1) }, inFlight)).toEqual({
      changed: true,
      told: { code: 'restarts', count: inFlight },
      sentence,
    });
    expect(begun).toBe(1);
  });

  it.each([
    [{ command: 'gatehouse run --port 0' }, 'gatehouse run --port 0'],
    [undefined, 'gatehouse run'],
  ])('is refused where nobody starts it again, with the command to type', (how, command) => {
    expect(() => restartHost(how, 0)).toThrow(
      expect.objectContaining({ code: 'restart_unsupported', remedy: expect.stringMatching(`run: ${command}$`) }),
    );
  });
});
