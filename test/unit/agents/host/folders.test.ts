import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareFolders } from '../../../../electron/core/agents/host/folders.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

/** A workspace, a state folder beside it, and a Windows that answers `isKept`. */
async function folders(isKept: boolean) {
  const base = await tempHome();
  const workspace = join(base, 'workspace');
  await mkdir(workspace);
  const kept: string[] = [];
  const warned: string[] = [];
  const options = {
    workspace,
    stateFolder: join(base, 'state'),
    logger: { warn: (event: string) => warned.push(event) },
    keep: async (folder: string) => {
      kept.push(folder);
      return isKept;
    },
  };
  return { options, kept, warned };
}

describe('the state folder of an agent', () => {
  it('is kept to its owner on Windows before a token lies in it, also when it was there', async () => {
    const { options, kept, warned } = await folders(true);
    const { stateFolder } = await prepareFolders(options);
    await prepareFolders(options);
    expect(kept).toEqual([stateFolder, stateFolder]);
    expect(warned).toEqual([]);
  });

  it('works where others can read it, with a warning', async () => {
    const { options, warned } = await folders(false);
    await prepareFolders(options);
    expect(warned).toEqual(['folder not private']);
  });

  it('is left alone when it is refused for lying in the workspace', async () => {
    const { options, kept } = await folders(true);
    const inside = { ...options, stateFolder: join(options.workspace, 'state') };
    await expect(prepareFolders(inside)).rejects.toMatchObject({ code: 'agent_state_in_workspace' });
    expect(kept).toEqual([]);
  });
});
