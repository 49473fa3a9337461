import type { StatusSnapshot, UpdatesStatus } from '../../../electron/contract/index.ts';
import { CopyIconButton } from '../../parts/copy-button.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { QUOTED } from '../../parts/quoted.tsx';
import { Shape } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { useSentences } from '../../state/use-sentences.tsx';
import { UpdateButtons } from './update-buttons.tsx';

const MEGABYTE = 1_000_000;

/** Where updates of this copy stand, and what a person can do about them. */
export function UpdatesPart({ snapshot, isStale }: { snapshot: StatusSnapshot; isStale: boolean }) {
  const { text, formats } = usePage();
  const { updates } = snapshot;
  const words = text.updates;
  const say = useSentences();
  const now = useNow(10_000);
  const { update, remedy, lastCheckedAt, nextCheckAt, lastUpdate } = updates;
  return (
    <div className="updates">
      <div role="status">
        <p className="update-sentence">
          {update.state === 'failed' && <Shape name="square" tone="broken" />}
          {/* How far it is stands beneath: read out at every step it would drown everything else. */}
          {update.state === 'downloading' ? words.downloading(update.version) : say.updates(updates)}
        </p>
        {remedy !== null && <p className="second">{say.updatesRemedy(updates)}</p>}
      </div>
      {remedy?.shellCommand !== undefined && (
        <p className="update-command">
          <code className="mono">{remedy.shellCommand}</code>
          <CopyIconButton value={remedy.shellCommand} label={words.copyCommand} />
        </p>
      )}
      <DownloadProgress update={update} />
      <ReleaseNotes update={update} />
      <UpdateButtons snapshot={snapshot} isStale={isStale} />
      <Facts>
        <Fact name={words.version} value={updates.version} />
        {update.state !== 'unsupported' && (
          <Fact
            name={words.lastCheck}
            value={lastCheckedAt === null ? words.never : formats.time(lastCheckedAt, now)}
            hint={lastCheckedAt === null ? undefined : formats.fullTime(lastCheckedAt)}
          >
            {nextCheckAt !== null && nextCheckAt > now && (
              <span className="second">{words.nextCheck(formats.comingTime(nextCheckAt, now))}</span>
            )}
          </Fact>
        )}
        {lastUpdate !== null && (
          <Fact
            name={words.lastUpdate}
            value={words.updated(lastUpdate.from, lastUpdate.to, formats.time(lastUpdate.at, now))}
            hint={formats.fullTime(lastUpdate.at)}
          />
        )}
      </Facts>
    </div>
  );
}

function DownloadProgress({ update }: { update: UpdatesStatus['update'] }) {
  const { text, formats } = usePage();
  if (update.state !== 'downloading') return null;
  const { version, percent, transferredBytes } = update;
  const loaded = text.updates.loaded(formats.number(transferredBytes / MEGABYTE, 1));
  return (
    <div className="update-progress">
      {percent === null ? (
        <progress aria-label={text.updates.progress(version)} />
      ) : (
        <progress aria-label={text.updates.progress(version)} max={100} value={Math.floor(percent)} />
      )}
      <span className="second" aria-hidden="true">
        {percent === null ? loaded : `${formats.percent(Math.floor(percent))}, ${loaded}`}
      </span>
    </div>
  );
}

/** What the project writes of a version, which is English wherever it is read. */
function ReleaseNotes({ update }: { update: UpdatesStatus['update'] }) {
  const { text, formats } = usePage();
  if (update.state !== 'available' && update.state !== 'ready') return null;
  const sizeBytes = update.state === 'available' ? update.sizeBytes : null;
  return (
    <>
      {sizeBytes !== null && <p className="second">{text.updates.size(formats.number(sizeBytes / MEGABYTE, 1))}</p>}
      {update.notes !== null && (
        <details>
          <summary>{text.updates.notes(update.version)}</summary>
          <p className="update-notes" {...QUOTED}>
            {update.notes}
          </p>
        </details>
      )}
    </>
  );
}
