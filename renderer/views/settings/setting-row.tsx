import { memo, useId } from 'react';
import type { SettingView } from '../../../electron/contract/index.ts';
import { Shape } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { FailureText, ToldText } from '../../state/use-sentences.tsx';
import { SettingControl } from './setting-control.tsx';
import { isSameValue, valueText } from './setting-value.ts';
import { type Refusal, useDraft } from './use-draft.ts';
import type { LastChange, SettingsEditor } from './use-settings.ts';

/** One setting: its name, its control, what it does, where its value is from, and what became of a change. */
export const SettingRow = memo(function SettingRow({
  setting,
  problem,
  last,
  save,
  undo,
  isStale,
}: {
  setting: SettingView;
  /** Why the value in the file cannot be used. */
  problem: Refusal | undefined;
  /** Set while this setting is the one that was changed last. */
  last: LastChange | undefined;
  save: SettingsEditor['save'];
  undo: SettingsEditor['undo'];
  isStale: boolean;
}) {
  const { text } = usePage();
  const words = text.views.settings;
  const id = useId();
  const draft = useDraft(setting, { save });
  const { path, source, lockedBy, managedIn } = setting;
  const name = words.name(path);
  const isChanged = !isSameValue(setting.value, setting.default);
  const error = draft.problem ?? problem;
  const isGroup = setting.shape.kind === 'list' || setting.shape.kind === 'hours' || managedIn !== null;
  return (
    <div className={isChanged ? 'setting changed' : 'setting'} id={`setting-${path}`}>
      {isGroup ? <span className="setting-name">{name}</span> : <label htmlFor={id}>{name}</label>}
      <div className="setting-control">
        <SettingControl
          setting={setting}
          name={name}
          draft={draft}
          ties={{
            id,
            'aria-describedby': `${id}-about ${id}-error`,
            'aria-invalid': error === undefined ? undefined : true,
            disabled: isStale || lockedBy !== null,
          }}
        />
        {source === 'file' && managedIn === null && draft.problem === undefined && (
          <button
            type="button"
            className="button ghost"
            aria-label={text.frame.resetName(name)}
            disabled={isStale}
            onClick={() => draft.choose(null)}
          >
            {text.frame.reset}
          </button>
        )}
        <Outcome last={last} name={name} undo={undo} isStale={isStale} />
      </div>
      <p className="setting-error" id={`${id}-error`} aria-live="polite">
        {error !== undefined && (
          <>
            <Shape name="square" tone="broken" />
            <span>
              {'failure' in error ? (
                <FailureText failure={error.failure} />
              ) : (
                <ToldText told={error.told} value={error.problem} />
              )}
              {draft.problem !== undefined && `${'failure' in error ? '' : '.'} ${words.notSaved}`}
            </span>
            {draft.problem !== undefined && (
              <button
                type="button"
                className="button ghost"
                aria-label={words.discardName(name)}
                onClick={draft.discard}
              >
                {words.discard}
              </button>
            )}
          </>
        )}
      </p>
      <About setting={setting} id={`${id}-about`} />
    </div>
  );
});

/** What became of the last change, with the way back. */
function Outcome({
  last,
  name,
  undo,
  isStale,
}: {
  last: LastChange | undefined;
  name: string;
  undo: () => void;
  isStale: boolean;
}) {
  const { text } = usePage();
  const words = text.views.settings;
  const said = { saving: undefined, saved: words.saved, undone: words.undone, failed: undefined };
  return (
    <span className="setting-outcome">
      <span role="status">{last !== undefined && said[last.kind]}</span>
      {last?.kind === 'saved' && last.undo.length > 0 && (
        <>
          <span aria-hidden="true"> · </span>
          <button type="button" className="link" aria-label={words.undoName(name)} disabled={isStale} onClick={undo}>
            {words.undo}
          </button>
        </>
      )}
    </span>
  );
}

/** What a setting does, its default, where its value is from, and when it counts. */
function About({ setting, id }: { setting: SettingView; id: string }) {
  const { text, formats } = usePage();
  const words = text.views.settings;
  const { path, description, source, lockedBy, managedIn, needsRestart, waitsForRestart } = setting;
  const parts = [
    ...(managedIn === null ? [text.frame.defaultValue(valueText(setting, setting.default, words, formats))] : []),
    ...(source === 'file' ? [words.fromFile] : []),
    ...(needsRestart && !waitsForRestart ? [words.needsRestart] : []),
  ];
  return (
    <div className="setting-about" id={id}>
      <p>{words.description(path, description)}</p>
      {managedIn !== null && <p>{words.inGateways}</p>}
      <p className="caption">
        <code>{path}</code>
        {parts.map(part => (
          <span key={part}>{part}</span>
        ))}
      </p>
      {lockedBy !== null && (
        <p className="setting-mark">
          <Shape name="slash" tone="neutral" />
          <span>{source === 'flag' ? words.fromFlag(lockedBy) : words.fromEnvironment(lockedBy)}</span>
        </p>
      )}
      {waitsForRestart && lockedBy === null && (
        <p className="setting-mark">
          <Shape name="clock" tone="neutral" />
          <span>{words.waits}</span>
        </p>
      )}
    </div>
  );
}
