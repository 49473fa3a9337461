import { describe, expect, it } from 'vitest';
import { painter } from '../../../electron/cli/text.ts';
import { updatesText } from '../../../electron/cli/update-text.ts';
import { updatesStatus } from '../../helpers/snapshots.ts';

const NOW = 7_200_000;
const textOf = (changes: Parameters<typeof updatesStatus>[0]) =>
  updatesText(updatesStatus(changes), NOW, painter({}, {}));

describe('what the command line says of updates', () => {
  it('starts with the state, and says when that was found out and what ran before', () => {
    const text = textOf({ nextCheckAt: NOW + 3_600_000, lastUpdate: { from: '0.0.9', to: '0.1.0', at: 0 } });
    expect(text).toMatch(/^Gatehouse 0\.1\.0 is the newest version\.\n\n/);
    expect(text).toMatch(/^Version +0\.1\.0 \(appimage\)$/m);
    expect(text).toMatch(/^Last check +2 h ago, the next in 60 min$/m);
    expect(text).toMatch(/^Last update +from 0\.0\.9 to 0\.1\.0, 2 h ago$/m);
    expect(text.endsWith('\n')).toBe(true);
  });

  it('names the command where a package manager brings new versions, and no look that never was', () => {
    const remedy = { text: 'Update it:', shellCommand: 'npm install --global gatehouse@latest' };
    const text = textOf({ package: 'npm', update: { state: 'unsupported' }, remedy });
    expect(text).toMatch(/^To do +Update it:\n +npm install --global gatehouse@latest$/m);
    expect(text).not.toContain('Last check');
  });
});
