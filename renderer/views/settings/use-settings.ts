import { useCallback, useState } from 'react';
import {
  type Command,
  type SettingsDescription,
  type SettingUndo,
  type SettingValue,
  type StatusSnapshot,
} from '../../../electron/contract/index.ts';
import { type Failure, failureOf } from '../../state/failure.ts';
import { usePage } from '../../state/page-context.ts';
import { type QueryState, useQuery } from '../../state/use-query.ts';

/** What became of the last change, shown where it was made. */
export interface LastChange {
  /** The path of a setting, or `section:` and the id of a section that was reset. */
  readonly place: string;
  readonly kind: 'saving' | 'saved' | 'undone' | 'failed';
  readonly failure?: Failure;
  /** What to send to undo it; empty: nothing to undo. */
  readonly undo: readonly SettingUndo[];
}

/** The settings and what changes them. */
export interface SettingsEditor {
  readonly state: QueryState<SettingsDescription>;
  readonly description: SettingsDescription | undefined;
  readonly last: LastChange | undefined;
  /** Saves one value; null: back to the default. Answers why not; undefined: it is saved. */
  readonly save: (path: string, value: SettingValue) => Promise<Failure | undefined>;
  readonly reset: (section: string) => void;
  readonly undo: () => void;
}

const DESCRIBE = { name: 'settings.describe' } as const;

/** Follows the settings of the host, whoever changes them, and changes them one after the other. */
export function useSettings({ activity }: StatusSnapshot): SettingsEditor {
  const { bridge, text } = usePage();
  const newest = activity.find(({ code }) => code === 'settingChanged');
  // An entry may come again with a higher count.
  const state = useQuery(DESCRIBE, { when: newest === undefined ? '' : `${newest.id}×${newest.count}` });
  const [fresh, setFresh] = useState<{ readonly value: SettingsDescription; readonly at: number }>();
  const [last, setLast] = useState<LastChange>();
  const description = fresh !== undefined && fresh.at > (state.at ?? 0) ? fresh.value : state.value;

  const change = useCallback(
    async (place: string, commands: readonly Command[], kind: 'saved' | 'undone'): Promise<Failure | undefined> => {
      setLast({ place, kind: 'saving', undo: [] });
      try {
        const undo: SettingUndo[] = [];
        let changed = false;
        for (const command of commands) {
          const result = await bridge.run(command);
          changed ||= result.changed;
          undo.unshift(...(result.undo ?? []));
        }
        const value = await bridge.query(DESCRIBE);
        setFresh({ value, at: Date.now() });
        setLast(changed ? { place, kind, undo: kind === 'undone' ? [] : undo } : undefined);
        return undefined;
      } catch (error) {
        const failure = failureOf(error, text.command.notReached);
        setLast({ place, kind: 'failed', failure, undo: [] });
        return failure;
      }
    },
    [bridge, text],
  );

  const save = useCallback(
    async (path: string, value: SettingValue) => change(path, [{ name: 'setSetting', path, value }], 'saved'),
    [change],
  );
  const reset = useCallback(
    (section: string) => void change(`section:${section}`, [{ name: 'resetSettings', section }], 'saved'),
    [change],
  );
  const undo = useCallback(() => {
    if (last === undefined || last.undo.length === 0) return;
    const commands = last.undo.map(step => ({ name: 'setSetting' as const, ...step }));
    void change(last.place, commands, 'undone');
  }, [change, last]);

  return { state, description, last, save, reset, undo };
}
