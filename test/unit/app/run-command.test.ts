import { describe, expect, it } from 'vitest';
import { savesElsewhere } from '../../../electron/core/app/run-command.ts';

describe('a command that saves to a place of a person', () => {
  it('is one that writes what is shown to a path, and no setting, which has a path too', () => {
    expect(savesElsewhere({ name: 'saveReceipt', id: 'a', path: '/media/stick/a.json' })).toBe(true);
    expect(savesElsewhere({ name: 'saveDiagnostics', path: '/media/stick/a.json' })).toBe(true);
    expect(savesElsewhere({ name: 'saveReceipt', id: 'a' })).toBe(false);
    expect(savesElsewhere({ name: 'setSetting', path: 'updates.mode', value: 'off' })).toBe(false);
    expect(savesElsewhere({ name: 'resume' })).toBe(false);
  });
});
