import { describe, expect, it } from 'vitest';
import { compareVersions, isVersion } from '../../../electron/core/updates/index.ts';

describe('versions', () => {
  it('are ordered as SemVer says', () => {
    // https://semver.org/#spec-item-11
    const ordered = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.1',
      '1.2.0',
      '1.10.0',
      '2.0.0',
    ];
    expect([...ordered].reverse().sort(compareVersions)).toEqual(ordered);
    for (const [index, one] of ordered.entries()) {
      expect(compareVersions(one, one)).toBe(0);
      if (index > 0) expect(compareVersions(ordered[index - 1] ?? '', one)).toBeLessThan(0);
    }
  });

  it('are equal whatever build they are of', () => {
    expect(compareVersions('1.0.0+abc', 'v1.0.0+def')).toBe(0);
  });

  it('are told from what is none, which comes before them', () => {
    for (const text of ['', '1', '1.0', '01.0.0', '1.0.0-', 'latest', '1.0.0 ', '../1.0.0', '9'.repeat(400)]) {
      expect(isVersion(text), text).toBe(false);
      expect(compareVersions(text, '0.0.1')).toBeLessThan(0);
      expect(compareVersions('0.0.1', text)).toBeGreaterThan(0);
    }
    expect(isVersion('0.2.0-beta.1')).toBe(true);
  });
});
