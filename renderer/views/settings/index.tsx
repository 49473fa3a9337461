import { useEffect, useState } from 'react';
import { SetupRow } from '../../first-run/setup-row.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { QueryNote } from '../../parts/query-note.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { ViewHead } from '../../parts/view-head.tsx';
import { usePage } from '../../state/page-context.ts';
import { useRunner } from '../../state/use-command.ts';
import type { ViewProps } from '../../state/view-context.ts';
import { AccountLine } from './account-line.tsx';
import { Notices } from './notices.tsx';
import { FilePlace, Secrets } from './places.tsx';
import { Part, SettingsSection } from './section.tsx';
import { SectionNav } from './section-nav.tsx';
import { searchSettings, titleOf } from './setting-search.ts';
import { isSameValue } from './setting-value.ts';
import './styles/index.css';
import { UpdatesPart } from './updates-part.tsx';
import { useSettings } from './use-settings.ts';

/** All settings of the schema, each changed where it is shown; who is signed in; and where it all is. */
export function Settings({ snapshot, params, isStale, asOf }: ViewProps) {
  const { text, formats } = usePage();
  const words = text.views.settings;
  const { account, sandbox, app } = snapshot;
  const runner = useRunner();
  const editor = useSettings(snapshot);
  const [search, setSearch] = useState('');
  const { description, state } = editor;
  const all = description?.sections ?? [];
  const found = searchSettings(all, search, words);
  const settings = all.flatMap(section => section.settings);
  const changed = settings.filter(({ value, default: fallback }) => !isSameValue(value, fallback)).length;
  const isSearching = search.trim() !== '';
  usePlaceInSight(params, settings.length > 0);

  const sentence = isSearching
    ? words.found(formats.number(found.flatMap(section => section.settings).length))
    : changed === 0
      ? words.allDefault(formats.number(settings.length))
      : words.sentence(formats.number(settings.length), formats.number(changed));
  const parts = [
    ...(isSearching ? [] : [{ id: 'account', title: text.account.title }]),
    ...found.map(({ id }) => ({ id, title: titleOf(id, words) })),
    ...(isSearching
      ? []
      : [
          { id: 'secrets', title: words.secretsTitle },
          { id: 'file', title: words.fileTitle },
        ]),
  ];
  return (
    <>
      <ViewHead
        title={text.frame.names.settings}
        sentence={description === undefined ? undefined : <span role="status">{sentence}</span>}
        asOf={asOf}
      >
        <SearchField value={search} onChange={setSearch} label={words.search} />
      </ViewHead>
      <QueryNote state={state} words={words.reading} />
      {description !== undefined && <Notices description={description} snapshot={snapshot} isStale={isStale} />}
      <div className="settings-body">
        <SectionNav sections={parts} />
        <div className="settings-list">
          {!isSearching && (
            <Part id="account" title={text.account.title}>
              <AccountLine account={account} isSandbox={sandbox !== null} runner={runner} isStale={isStale} />
              <SetupRow setup={snapshot.setup} />
            </Part>
          )}
          {found.map(section => (
            <SettingsSection
              key={section.id}
              section={section}
              whole={all.find(({ id }) => id === section.id) ?? section}
              editor={editor}
              isStale={isStale}
              lead={section.id === 'updates' && !isSearching && <UpdatesPart snapshot={snapshot} isStale={isStale} />}
            />
          ))}
          {isSearching && found.length === 0 && (
            <EmptyState sentence={words.none(search.trim())}>
              <button type="button" className="button" onClick={() => setSearch('')}>
                {words.clearSearch}
              </button>
            </EmptyState>
          )}
          {!isSearching && (
            <>
              <Secrets app={app} isStale={isStale} />
              {description !== undefined && <FilePlace file={description.file} app={app} isStale={isStale} />}
            </>
          )}
        </div>
      </div>
    </>
  );
}

/** Goes to the section or setting that the address names: `#settings?section=proxy`, `#settings?setting=proxy.port`. */
function usePlaceInSight(params: URLSearchParams, isThere: boolean): void {
  const section = params.get('section');
  const setting = params.get('setting');
  useEffect(() => {
    if (!isThere) return;
    // After the frame has led to the heading of a view that was just opened.
    const frame = requestAnimationFrame(() => {
      if (setting !== null) {
        const row = document.getElementById(`setting-${setting}`);
        row?.scrollIntoView({ block: 'center' });
        row?.querySelector<HTMLElement>('input, select, button, a')?.focus({ preventScroll: true });
      } else if (section !== null) {
        const place = document.getElementById(`section-${section}`);
        place?.scrollIntoView({ block: 'start' });
        place?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
      }
    });
    return () => cancelAnimationFrame(frame);
  }, [section, setting, isThere]);
}
