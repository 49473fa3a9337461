import { useEffect, useRef, useState } from 'react';
import type { SettingValue, SettingView, Told } from '../../../electron/contract/index.ts';
import { type Failure, failureOf } from '../../state/failure.ts';
import { usePage } from '../../state/page-context.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { useQuery } from '../../state/use-query.ts';
import { isSameValue } from './setting-value.ts';
import type { SettingsEditor } from './use-settings.ts';

/** How long typing has to rest before the value is checked, in milliseconds. */
const CHECK_AFTER_MS = 250;

/** What stands in the fields of a setting: one text, or one per entry. */
export type Typed = string | readonly string[];

/** What is wrong with a value, or why it was not saved. */
export type Refusal = { readonly problem: string; readonly told?: Told | undefined } | { readonly failure: Failure };

/** A value on its way into a setting. */
export interface Draft {
  /** What was typed; undefined: the setting's value is shown. */
  readonly typed: Typed | undefined;
  /** What is shown: what the typed text means, or the setting's value. */
  readonly value: SettingValue;
  /** Why it cannot be taken, or was not. */
  readonly problem: Refusal | undefined;
  /** Keeps what was typed, and what it means. */
  readonly type: (typed: Typed, value: SettingValue) => void;
  /** Saves what was typed, if it can be taken and is another value. */
  readonly commit: () => void;
  /** Saves a value at once. `typed`: what to show until then. */
  readonly choose: (value: SettingValue, typed?: Typed) => void;
  readonly discard: () => void;
}

/** What is typed for a setting: checked by the host's own schema while it is typed, saved when it is left. */
export function useDraft(setting: SettingView, { save }: Pick<SettingsEditor, 'save'>): Draft {
  const { bridge, text } = usePage();
  const { path } = setting;
  const [draft, setDraft] = useState<{ readonly typed: Typed | undefined; readonly value: SettingValue }>();
  const [refusal, setRefusal] = useState<Refusal>();
  // Enter saves, and leaving the field right after it must not save once more.
  const saving = useRef<string>(undefined);
  const settled = useDebounced(draft, CHECK_AFTER_MS);
  const asked = draft?.typed === undefined || settled === undefined ? null : settled;
  const check = useQuery(asked === null ? null : { name: 'settings.check', path, value: asked.value });
  const checked = asked !== null && check.value?.ok === false ? check.value : undefined;

  const stored = JSON.stringify(setting.value);
  useEffect(() => setRefusal(undefined), [stored]);

  const discard = (): void => {
    setDraft(undefined);
    setRefusal(undefined);
  };
  const store = async (value: SettingValue): Promise<void> => {
    if (value !== null) {
      const answer = await bridge.query({ name: 'settings.check', path, value });
      if (!answer.ok) return setRefusal(answer);
    }
    const refused = await save(path, value);
    if (refused === undefined) discard();
    else setRefusal({ failure: refused });
  };
  const choose = (value: SettingValue, typed?: Typed): void => {
    const key = JSON.stringify(value);
    if (saving.current === key) return;
    saving.current = key;
    setDraft({ typed, value });
    setRefusal(undefined);
    store(value)
      .catch((error: unknown) => setRefusal({ failure: failureOf(error, text.command.notReached) }))
      .finally(() => {
        if (saving.current === key) saving.current = undefined;
      });
  };

  return {
    typed: draft?.typed,
    value: draft === undefined ? setting.value : draft.value,
    problem: refusal ?? checked,
    type: (typed, value) => {
      setRefusal(undefined);
      setDraft({ typed, value });
    },
    commit: () => {
      if (draft?.typed === undefined) return;
      if (isSameValue(draft.value, setting.value)) discard();
      else choose(draft.value, draft.typed);
    },
    choose,
    discard,
  };
}
