import type { StatusSnapshot } from '../../../electron/contract/index.ts';
import { Band } from '../../parts/band.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { ACCOUNT_PRESENTATION, needsAccount, TEE_PRESENTATION } from '../../parts/present.ts';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { type RemedyButton, useRemedies } from '../../state/use-remedies.ts';
import { RemedyText, ToldText, useSentences } from '../../state/use-sentences.tsx';
import { reasonCounts } from './tee-rows.ts';

const MOST_REASONS = 5;

/** Whether a person has to do something about private inference, so that the filled button is the remedy's. */
export function hasTrouble({ tee, account }: StatusSnapshot): boolean {
  return isTeeTrouble(tee) || isAccountTrouble(account) || tee.alarm !== null;
}

/** A band for each trouble of the second gate: what, why, the remedy, and the diagnosis to give away. */
export function TeeTroubles({ snapshot, isStale }: { snapshot: StatusSnapshot; isStale: boolean }) {
  const { text } = usePage();
  const say = useSentences();
  const { login } = useRemedies();
  const { tee, account } = snapshot;
  const diagnosis = <CopyButton value={() => JSON.stringify(snapshot, null, 2)} label={text.frame.copyDiagnosis} />;
  return (
    <>
      {tee.alarm !== null && (
        <Band shape="square" tone="broken" title={text.trouble.alarm} buttons={diagnosis}>
          <p>
            <ToldText told={tee.alarm.told} value={tee.alarm.sentence} />
          </p>
          <p>{text.trouble.alarmRemedy}</p>
        </Band>
      )}
      {isAccountTrouble(account) && (
        <Band
          {...ACCOUNT_PRESENTATION[account.state]}
          title={text.accountState[account.state]}
          buttons={
            account.remedy?.command === 'login' && (
              <Act button={login} isStale={isStale} isPrimary={!isTeeTrouble(tee)} />
            )
          }
        >
          <p>{say.account(account)}</p>
        </Band>
      )}
      {isTeeTrouble(tee) && <TeeBand tee={tee} isStale={isStale} diagnosis={diagnosis} />}
    </>
  );
}

function TeeBand({
  tee,
  isStale,
  diagnosis,
}: {
  tee: StatusSnapshot['tee'];
  isStale: boolean;
  diagnosis: React.ReactNode;
}) {
  const { text, formats } = usePage();
  const remedies = useRemedies();
  const now = useNow();
  const { state, remedy, registry } = tee;
  const reasons = state === 'no-usable-tee' ? reasonCounts(tee) : [];
  const button = remedy?.command === undefined ? undefined : remedies[remedy.command];
  return (
    <Band
      {...TEE_PRESENTATION[state]}
      {...(tee.health === 'needs-you' && state === 'attested' ? { shape: 'half', tone: 'needs-you' } : {})}
      title={text.teeState[state]}
      buttons={
        <>
          {button !== undefined && <Act button={button} isStale={isStale} isPrimary />}
          {diagnosis}
        </>
      }
    >
      {registry.lastError !== null && (
        <p>
          <ToldText told={registry.lastErrorTold} value={registry.lastError} />
        </p>
      )}
      {reasons.length > 0 && (
        <ul className="reasons" aria-label={text.views.tees.reasons}>
          {reasons.slice(0, MOST_REASONS).map(({ reason, told, count }) => (
            <li key={reason}>
              {formats.number(count)} × <ToldText told={told} value={reason} />
            </li>
          ))}
          {reasons.length > MOST_REASONS && (
            <li className="second">{text.gatewayDetails.more(formats.number(reasons.length - MOST_REASONS))}</li>
          )}
        </ul>
      )}
      <p>
        <Advice tee={tee} now={now} />
      </p>
    </Band>
  );
}

/** Where only waiting or asking helps, the page says so itself; else what the core advises. */
function Advice({ tee: { state, remedy, registry }, now }: { tee: StatusSnapshot['tee']; now: number }) {
  const { text, formats } = usePage();
  const isWaiting = state === 'chain-unreachable' || (state === 'no-usable-tee' && registry.listed.length > 0);
  if (remedy === null) return null;
  if (!isWaiting || remedy.command !== 'checkRegistry') return <RemedyText remedy={remedy} />;
  const { nextCheckAt } = registry;
  return nextCheckAt === null ? text.views.tees.waitOpen : text.views.tees.wait(formats.exactTime(nextCheckAt, now));
}

function Act({
  button: { label, isRunning, run },
  isStale,
  isPrimary,
}: {
  button: RemedyButton;
  isStale: boolean;
  isPrimary: boolean;
}) {
  return (
    <button
      type="button"
      className={isPrimary ? 'button primary' : 'button'}
      disabled={isRunning || isStale}
      onClick={run}
    >
      {label}
    </button>
  );
}

function isTeeTrouble({ remedy, health }: StatusSnapshot['tee']): boolean {
  return remedy !== null && (health === 'broken' || health === 'needs-you');
}

function isAccountTrouble(account: StatusSnapshot['account']): boolean {
  return needsAccount(account) && account.remedy !== null && account.health !== 'working';
}
