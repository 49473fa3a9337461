import { describe, expect, it } from 'vitest';
import { isOwnName } from '../../../../electron/cli/uninstall/own-names.ts';

describe('the names that Gatehouse makes in a home folder', () => {
  it.each([
    'config.json',
    'config.json.bak',
    'config.json.corrupt-2026-11-21T10-00-00.000Z',
    'config.json.tmp-1763719200a1b2c3',
    'receipts.jsonl.1',
    'secrets.json.4711-0a1b2c3d4e5f.tmp',
    '.write-test-4711',
    'logs',
    'exports',
    'updates.json',
    'updates.json.corrupt-2026-11-21T10-00-00.000Z',
  ])('include %s', name => expect(isOwnName(name)).toBe(true));

  it.each(['photos', 'config.json.mine', 'notes.json', 'my-logs', 'config', '.config.json'])(
    'do not include %s',
    name => expect(isOwnName(name)).toBe(false),
  );
});
