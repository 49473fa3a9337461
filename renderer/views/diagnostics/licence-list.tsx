import { useMemo, useState } from 'react';
import type { Licence } from '../../../electron/contract/index.ts';
import { CopyIconButton } from '../../parts/copy-button.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { QueryNote } from '../../parts/query-note.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { usePage } from '../../state/page-context.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { useQuery } from '../../state/use-query.ts';

/** What the program is made from: each package with its licence, which opens to the text. */
export function LicenceList() {
  const { text, formats } = usePage();
  const words = text.views.diagnostics;
  const licences = useQuery({ name: 'about.licences' });
  const [search, setSearch] = useState('');
  const asked = useDebounced(search, 150).trim().toLowerCase();
  const all = licences.value?.packages ?? [];
  const shown = useMemo(() => all.filter(licence => holds(licence, asked)), [all, asked]);
  const runtimeFile = licences.value?.runtimeFile ?? null;
  return (
    <section className="licences" aria-label={words.licences}>
      <QueryNote state={licences} words={words.readLicences} />
      {all.length > 0 && (
        <>
          <div className="licences-search" role="search">
            <SearchField value={search} onChange={setSearch} label={words.filterLicences} />
            <span className="second" role="status">
              {words.licenceCount(formats.number(shown.length), formats.number(all.length))}
            </span>
          </div>
          <ul>
            {shown.map(licence => (
              <li key={`${licence.name}@${licence.version}`}>
                <details>
                  <summary>
                    <span className="mono">
                      {licence.name} {licence.version}
                    </span>
                    <span className="second">{licence.licence}</span>
                  </summary>
                  {licence.text === '' ? (
                    <p className="second">{words.noLicenceText}</p>
                  ) : (
                    <pre className="mono" lang="en">
                      {licence.text}
                    </pre>
                  )}
                </details>
              </li>
            ))}
          </ul>
        </>
      )}
      {runtimeFile !== null && (
        <Facts>
          <Fact name={words.runtimeLicences} value={runtimeFile} hint={runtimeFile} isCode>
            <CopyIconButton value={runtimeFile} label={words.copyPath} />
          </Fact>
        </Facts>
      )}
    </section>
  );
}

function holds({ name, licence, text }: Licence, search: string): boolean {
  return search === '' || [name, licence, text].some(part => part.toLowerCase().includes(search));
}
