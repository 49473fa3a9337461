import { useCallback } from 'react';
import type { CommandResult, FileCommand, StatusSnapshot } from '../../electron/contract/index.ts';
import type { Messages } from '../text/index.ts';
import { download } from './download.ts';
import { usePage } from './page-context.ts';
import type { CommandOutcome } from './use-command.ts';
import { useWork, type Work } from './use-work.ts';

/** Something that is saved as a file, and what came of it. */
export interface Saving extends Omit<Work, 'begin'> {
  /** `make`: the file, for a browser, which saves it itself. Elsewhere the host asks where it goes. */
  readonly save: (command: FileCommand, make: () => Promise<Parameters<typeof download>[0]>) => void;
}

/** Saves files: by the host's own dialog on the desktop, as a download in a browser. */
export function useSave(host: StatusSnapshot['app']['host']): Saving {
  const { bridge, text } = usePage();
  const { isRunning, outcome, begin } = useWork();
  const save: Saving['save'] = useCallback(
    (command, make) =>
      begin(async () => {
        if (host === 'electron') return savedOutcome(await bridge.run(command), text);
        const file = await make();
        download(file);
        return { kind: 'done', code: null, sentence: text.acts.savedAs(file.fileName), remedy: null };
      }),
    [bridge, begin, host, text],
  );
  return { isRunning, outcome, save };
}

function savedOutcome({ changed, file }: CommandResult, { acts }: Messages): CommandOutcome {
  return changed
    ? { kind: 'done', code: null, sentence: acts.savedTo(file ?? ''), remedy: null }
    : { kind: 'nothing', code: null, sentence: acts.notSaved, remedy: null };
}
