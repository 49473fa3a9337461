import { describe, expect, it } from 'vitest';
import type { Command, CommandResult } from '../../../electron/contract/index.ts';
import { showFiles } from '../../../electron/shell/show-files.ts';

const LOG = '/home/someone/.config/gatehouse/logs/gatehouse.log';

function shownBy(command: Command, result: CommandResult) {
  const shown: string[] = [];
  const execute = showFiles({
    shell: { showItemInFolder: path => shown.push(path) },
    execute: async () => result,
  });
  return execute(command).then(answer => ({ answer, shown }));
}

describe('showing files', () => {
  it('shows the file that the core names in its folder', async () => {
    const { answer, shown } = await shownBy(
      { name: 'showFile', which: 'log' },
      { changed: false, sentence: `It is at ${LOG}.`, file: LOG },
    );
    expect(shown).toEqual([LOG]);
    expect(answer).toMatchObject({ changed: true, sentence: `${LOG} is shown in its folder.`, file: LOG });
  });

  it('leaves every other command alone, also one that answers with a file', async () => {
    const result = { changed: true, sentence: 'Saved.', file: LOG };
    const { answer, shown } = await shownBy({ name: 'saveDiagnostics' }, result);
    expect(shown).toEqual([]);
    expect(answer).toEqual(result);
  });
});
