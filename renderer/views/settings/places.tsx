import type { StatusSnapshot } from '../../../electron/contract/index.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { usePage } from '../../state/page-context.ts';
import { ToldText, useToldSentence } from '../../state/use-sentences.tsx';
import { MoveSecrets } from './move-secrets.tsx';
import { Part } from './section.tsx';
import { ShowFileButton } from './show-file-button.tsx';

/** Where secrets are, and how one is set: never in the settings. */
export function Secrets({ app, isStale }: { app: StatusSnapshot['app']; isStale: boolean }) {
  const { text } = usePage();
  const words = text.views.settings;
  const ownSentence = useToldSentence();
  return (
    <Part id="secrets" title={words.secretsTitle}>
      <p className="second part-line">{words.secretsDetail}</p>
      <Facts>
        <Fact
          name={words.secretsPlace}
          value={<ToldText told={app.secretsTold} value={app.secrets} />}
          hint={ownSentence(app.secretsTold) ?? app.secrets}
        />
        <Fact name={words.secretsSet} value={words.secretsCommand} isCode />
      </Facts>
      <MoveSecrets app={app} isStale={isStale} />
    </Part>
  );
}

/** Where the settings are. */
export function FilePlace({ file, app, isStale }: { file: string; app: StatusSnapshot['app']; isStale: boolean }) {
  const { text } = usePage();
  const words = text.views.settings;
  return (
    <Part id="file" title={words.fileTitle}>
      <p className="second part-line">{words.fileDetail}</p>
      <Facts>
        <Fact name={words.filePlace} value={file} hint={file} isCode>
          <CopyButton value={file} label={words.fileCopy} />
          <ShowFileButton which="settings" label={words.fileShow} host={app.host} isStale={isStale} />
        </Fact>
      </Facts>
    </Part>
  );
}
