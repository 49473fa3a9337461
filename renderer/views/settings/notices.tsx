import type { SettingsDescription, StatusSnapshot } from '../../../electron/contract/index.ts';
import { hrefOf } from '../../format/route.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Shape } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { ToldText } from '../../state/use-sentences.tsx';
import { RestartButton } from './restart-button.tsx';
import { placeName } from './setting-search.ts';

/** Settings that the sentence about the restart names at most. */
const MOST_NAMES = 4;

/** What concerns the settings as a whole: a broken file, what waits for a restart, what is ignored. */
export function Notices({
  description,
  snapshot: { app, proxy },
  isStale,
}: {
  description: SettingsDescription;
  snapshot: StatusSnapshot;
  isStale: boolean;
}) {
  const { text, formats } = usePage();
  const words = text.views.settings;
  const { sections, problems, warnings, file } = description;
  const waiting = sections.flatMap(({ settings }) => settings).filter(({ waitsForRestart }) => waitsForRestart);
  return (
    <>
      {problems.length > 0 && (
        <section className="band broken" role="alert" aria-label={words.problems}>
          <h2>
            <Shape name="square" tone="broken" />
            {words.problems}
          </h2>
          {problems.slice(0, 5).map(({ path, problem, told }) => (
            <p key={`${path} ${problem}`}>
              {path !== '' && (
                <>
                  <a href={hrefOf('settings', { setting: path })}>
                    <code>{path}</code>
                  </a>
                  {': '}
                </>
              )}
              <ToldText told={told} value={problem} />
            </p>
          ))}
          <p className="second">{words.problemsDetail}</p>
          <div className="buttons">
            <CopyButton value={() => JSON.stringify({ file, problems }, null, 2)} label={text.frame.copyDiagnosis} />
          </div>
        </section>
      )}
      {waiting.length > 0 && (
        <section className="band restart">
          <Shape name="clock" tone="neutral" />
          <p role="status">
            <b>{words.restart(formats.number(waiting.length))}</b> {words.restartDetail}{' '}
            {waiting.slice(0, MOST_NAMES).map(({ path }, index) => (
              <span key={path}>
                {index > 0 && ', '}
                <a href={hrefOf('settings', { setting: path })}>{placeName(path, words)}</a>
              </span>
            ))}
            {waiting.length > MOST_NAMES && `, ${words.more(formats.number(waiting.length - MOST_NAMES))}`}
          </p>
          <RestartButton inFlight={proxy.inFlight} isInBrowser={app.host !== 'electron'} isStale={isStale} />
        </section>
      )}
      {warnings.length > 0 && (
        <details className="warnings">
          <summary>
            {words.warnings} ({warnings.length})
          </summary>
          <ul>
            {warnings.map(({ sentence, told }) => (
              <li key={sentence}>
                <ToldText told={told} value={sentence} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
