import { type ReactNode, useState } from 'react';
import type { SettingsDescription } from '../../../electron/contract/index.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Shape } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { FailureText } from '../../state/use-sentences.tsx';
import { SettingRow } from './setting-row.tsx';
import { titleOf } from './setting-search.ts';
import type { SettingsEditor } from './use-settings.ts';

/** A part of the settings with its heading. */
export function Part({
  id,
  title,
  children,
  act,
}: {
  id: string;
  title: string;
  children: ReactNode;
  act?: ReactNode;
}) {
  return (
    <section className="settings-section" id={`section-${id}`} aria-label={title}>
      <header>
        <h2 tabIndex={-1}>{title}</h2>
        {act}
      </header>
      {children}
    </section>
  );
}

/** The settings of a section, and the way to reset all of them. */
export function SettingsSection({
  section: { id, settings },
  whole,
  editor,
  isStale,
  lead,
}: {
  section: SettingsDescription['sections'][number];
  /** The section as it is without a search. */
  whole: SettingsDescription['sections'][number];
  editor: SettingsEditor;
  isStale: boolean;
  /** What stands above the settings. */
  lead?: ReactNode;
}) {
  const { text } = usePage();
  const words = text.views.settings;
  const [asks, setAsks] = useState(false);
  const { last, save, undo, reset, description } = editor;
  const title = titleOf(id, words);
  const inFile = whole.settings.filter(({ source, managedIn }) => source === 'file' && managedIn === null);
  const here = last?.place === `section:${id}` ? last : undefined;
  return (
    <Part
      id={id}
      title={title}
      act={
        <>
          <span className="setting-outcome">
            <span role="status">
              {here?.kind === 'saved' && words.sectionReset}
              {here?.kind === 'undone' && words.undone}
            </span>
            {here?.kind === 'saved' && here.undo.length > 0 && (
              <button
                type="button"
                className="link"
                aria-label={words.undoName(title)}
                disabled={isStale}
                onClick={undo}
              >
                {words.undo}
              </button>
            )}
            {here?.kind === 'failed' && (
              <span role="alert" className="setting-mark">
                <Shape name="square" tone="broken" />
                {here.failure !== undefined && <FailureText failure={here.failure} />}
              </span>
            )}
          </span>
          {inFile.length > 0 && (
            <button
              type="button"
              className="button ghost"
              aria-label={words.resetSectionName(title)}
              disabled={isStale}
              onClick={() => setAsks(true)}
            >
              {words.resetSection}
            </button>
          )}
        </>
      }
    >
      {lead}
      {settings.map(setting => (
        <SettingRow
          key={setting.path}
          setting={setting}
          problem={description?.problems.find(({ path }) => path === setting.path)}
          last={last?.place === setting.path ? last : undefined}
          save={save}
          undo={undo}
          isStale={isStale}
        />
      ))}
      <ConfirmDialog
        isOpen={asks}
        title={words.resetTitle(title)}
        confirm={words.resetConfirm}
        onConfirm={() => reset(id)}
        onClose={() => setAsks(false)}
      >
        {words.resetDetail(inFile.map(({ path }) => words.name(path)).join(', '))}
      </ConfirmDialog>
    </Part>
  );
}
