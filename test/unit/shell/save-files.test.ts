import { join } from 'node:path';
import type { SaveDialogOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../electron/contract/index.ts';
import { GatehouseError } from '../../../electron/core/platform/index.ts';
import { nativeTexts } from '../../../electron/shell/native-texts.ts';
import { askWhereToSave } from '../../../electron/shell/save-files.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

/** The shell of a person who chooses `filePath`, or cancels. */
function shellThatSaves(filePath: string | undefined, locale = 'en') {
  const asked: SaveDialogOptions[] = [];
  const run: Command[] = [];
  const shown: string[] = [];
  const execute = askWhereToSave({
    dialog: {
      showSaveDialog: async (...given: unknown[]) => {
        asked.push(given.at(-1) as SaveDialogOptions);
        return { canceled: filePath === undefined, filePath: filePath ?? '' };
      },
    },
    shell: { showItemInFolder: path => shown.push(path) },
    folder: '/home/me/Documents',
    texts: () => nativeTexts(locale),
    clock: new VirtualClock(Date.UTC(2026, 10, 21)),
    receiptName: async id => {
      if (id !== 'known') throw new GatehouseError('receipt_unknown', 'This receipt is not kept any more.');
      return 'gatehouse-receipt-2026.json';
    },
    execute: async command => {
      run.push(command);
      return { changed: true, sentence: 'Saved.', file: filePath ?? '' };
    },
  });
  return { execute, asked, run, shown };
}

describe('saving on the desktop', () => {
  it.each([
    [{ name: 'saveDiagnostics' }, 'gatehouse-diagnostics-2026-11-21.txt', 'Save the diagnostics bundle', {}],
    [{ name: 'saveReceipt', id: 'known' }, 'gatehouse-receipt-2026.json', 'Save the receipt', { replace: true }],
    [
      { name: 'exportActivity', filter: { gate: 'tee' }, format: 'csv' },
      'gatehouse-activity-2026-11-21.csv',
      'Export the activity',
      { replace: true },
    ],
  ] as const)('of %j asks where, saves there, and shows the file', async (command, name, title, consent) => {
    const { execute, asked, run, shown } = shellThatSaves('/tmp/chosen');

    expect(await execute(command)).toMatchObject({ changed: true });

    expect(asked).toMatchObject([{ title, defaultPath: join('/home/me/Documents', name), buttonLabel: 'Save' }]);
    expect(asked[0]?.properties).toContain('showOverwriteConfirmation');
    expect(asked[0]?.filters?.[0]?.extensions).toEqual([name.split('.').at(-1)]);
    expect(run).toEqual([{ ...command, ...consent, path: '/tmp/chosen' }]);
    expect(shown).toEqual(['/tmp/chosen']);
  });

  it('follows no path that a page names', async () => {
    const { execute, run } = shellThatSaves('/tmp/chosen');
    await execute({ name: 'saveReceipt', id: 'known', path: '/etc/passwd', replace: true });
    expect(run).toEqual([{ name: 'saveReceipt', id: 'known', path: '/tmp/chosen', replace: true }]);
  });

  it('saves nothing when the person cancels', async () => {
    const { execute, run, shown } = shellThatSaves(undefined);
    expect(await execute({ name: 'saveReceipt', id: 'known' })).toMatchObject({
      changed: false,
      sentence: 'Nothing was saved.',
    });
    expect([run, shown]).toEqual([[], []]);
  });

  it('says that a receipt is not kept any more before it asks anything', async () => {
    const { execute, asked } = shellThatSaves('/tmp/chosen');
    await expect(execute({ name: 'saveReceipt', id: 'gone' })).rejects.toMatchObject({ code: 'receipt_unknown' });
    expect(asked).toEqual([]);
  });

  it('asks in the language of the system, and leaves other commands alone', async () => {
    const { execute, asked, run } = shellThatSaves('/tmp/chosen', 'de-AT');
    await execute({ name: 'saveReceipt', id: 'known' });
    await execute({ name: 'rotateTee' });
    expect(asked.map(({ title }) => title)).toEqual(['Beleg speichern']);
    expect(run.at(-1)).toEqual({ name: 'rotateTee' });
  });
});
