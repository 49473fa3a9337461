import { describe, expect, it } from 'vitest';
import { leafSettings, variableName } from '../../../electron/core/config/index.ts';

describe('leafSettings', () => {
  it('knows every setting with a sentence about it and a default', () => {
    const leaves = [...leafSettings().values()];
    expect(leaves.length).toBeGreaterThan(25);
    for (const leaf of leaves) {
      expect(leaf.description, leaf.key).not.toBe('');
      expect(leaf.schema.safeParse(undefined).success, leaf.key).toBe(true);
    }
  });

  it('gives every setting a variable of its own', () => {
    const names = [...leafSettings().keys()].map(variableName);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('GATEHOUSE_TEE_REGISTRY_RPC_URLS');
    expect(names).toContain('GATEHOUSE_PROXY_MAX_BODY_BYTES');
  });
});
