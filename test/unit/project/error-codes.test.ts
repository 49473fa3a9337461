import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../../electron/contract/index.ts';
import { thrownCodes } from '../../helpers/thrown-codes.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Parts whose errors go to programs that asked over an endpoint, never to a window. */
const TO_PROGRAMS: readonly RegExp[] = [
  /^electron\/core\/agents\/host\//,
  /^electron\/core\/control\//,
  /^electron\/core\/json\//,
  /^electron\/core\/ohttp\//,
  /^electron\/core\/proof\//,
  /^electron\/core\/proxy\//,
];

/** Others that end inside, each for a reason. */
const ENDS_INSIDE: Readonly<Record<string, string>> = {
  agent_timeout: 'HttpCaller answers with the time that it waited',
  restart_timeout: 'RestartHook answers with the time that it waited',
  cancelled: 'nobody waits any more when it is given',
  network_unchanged: 'AccountFollower writes it to the log',
  program_argument_invalid: 'the agent host answers its programs with it',
  stop_timeout: 'the host ends with it, in the log',
};

const known = new Set<string>(ERROR_CODES);
const thrown = thrownCodes(ROOT, ['electron/core', 'electron/shell']);

describe('the codes of errors', () => {
  it('are all in the list from which every language has its texts, but for those that no window meets', () => {
    const missing = [...thrown].filter(
      ([code, files]) =>
        !known.has(code) &&
        ENDS_INSIDE[code] === undefined &&
        files.some(file => !TO_PROGRAMS.some(part => part.test(file.replaceAll('\\', '/')))),
    );
    expect(missing).toEqual([]);
  });

  it('are found where they are thrown, given to `super` and listed in types', () => {
    expect(thrown.size).toBeGreaterThan(150);
    expect(thrown.get('trinity_busy')?.[0]).toContain('trinity-error.ts');
    expect(thrown.has('gateway_pin_mismatch')).toBe(true);
    expect(thrown.has('gateway_challenge_invalid')).toBe(true);
  });

  it('that end inside are still thrown somewhere, and have no texts', () => {
    const stale = Object.keys(ENDS_INSIDE).filter(code => !thrown.has(code) || known.has(code));
    expect(stale).toEqual([]);
  });
});
