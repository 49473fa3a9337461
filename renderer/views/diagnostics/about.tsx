import { useState } from 'react';
import type { StatusSnapshot } from '../../../electron/contract/index.ts';
import { CopyButton, CopyIconButton } from '../../parts/copy-button.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { usePage } from '../../state/page-context.ts';
import { ToldText, useToldSentence } from '../../state/use-sentences.tsx';
import { ShowFileButton } from '../settings/show-file-button.tsx';
import { LicenceList } from './licence-list.tsx';
import { programOf } from './program.ts';

/** Where the log is. */
export function Log({ file, app, isStale }: { file: string; app: StatusSnapshot['app']; isStale: boolean }) {
  const { text } = usePage();
  const words = text.views.diagnostics;
  return (
    <section aria-label={words.log}>
      <h2>{words.log}</h2>
      <p className="second">{words.logDetail}</p>
      <Facts>
        <Fact name={words.logFile} value={file} hint={file} isCode>
          <CopyButton value={file} label={words.copyPath} />
          <ShowFileButton which="log" label={words.showLog} host={app.host} isStale={isStale} />
        </Fact>
      </Facts>
    </section>
  );
}

/** What runs here. */
export function About({ app }: { app: StatusSnapshot['app'] }) {
  const { text, formats } = usePage();
  const words = text.views.diagnostics;
  const ownSentence = useToldSentence();
  const since = formats.time(app.startedAt, Date.now());
  const [showsLicences, setShowsLicences] = useState(false);
  return (
    <section aria-label={words.about}>
      <h2>{words.about}</h2>
      <Facts>
        <Fact name={words.version} value={app.version} />
        <Fact name={words.hostKind} value={text.window.host[app.host]} />
        <Fact
          name={words.process}
          value={words.processOf(String(app.pid), since)}
          hint={formats.fullTime(app.startedAt)}
        />
        <Fact name={words.program} value={programOf(navigator.userAgent)} hint={navigator.userAgent} />
        <Fact name={words.home} value={app.home} hint={app.home} isCode>
          <CopyIconButton value={app.home} label={words.copyPath} />
        </Fact>
        <Fact
          name={words.secrets}
          value={<ToldText told={app.secretsTold} value={app.secrets} />}
          hint={ownSentence(app.secretsTold) ?? app.secrets}
        />
        <Fact name={words.licence} value={words.licenceText}>
          <button
            type="button"
            className="button ghost"
            aria-expanded={showsLicences}
            onClick={() => setShowsLicences(!showsLicences)}
          >
            {words.licences}
          </button>
        </Fact>
      </Facts>
      {showsLicences && <LicenceList />}
    </section>
  );
}
