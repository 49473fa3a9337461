import type { GatewayStatus, Remedy, StatusSnapshot } from '../../../electron/contract/index.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import {
  ACCOUNT_PRESENTATION,
  GATEWAY_PRESENTATION,
  headSentence,
  needsAccount,
  PROXY_PRESENTATION,
  SUBSCRIPTIONS_PRESENTATION,
  TEE_PRESENTATION,
} from '../../parts/present.ts';
import { Sentence } from '../../parts/sentence.tsx';
import { Shape, type ShapeName, type Tone } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { useActions } from '../../state/view-context.ts';

/** One trouble: what to do about it. */
interface Trouble {
  readonly title: string;
  readonly sentence: string;
  readonly cause: string | null;
  readonly remedy: Remedy;
  /** A command for a terminal elsewhere that mends it. */
  readonly shellCommand?: string;
  readonly shape: ShapeName;
  readonly tone: Tone;
}

/** A band for each gate that a person has to do something about. */
export function Troubles({ snapshot, isStale }: { snapshot: StatusSnapshot; isStale: boolean }) {
  const troubles = useTroubles(snapshot);
  return troubles.map(trouble => (
    <TroubleBand key={trouble.title} trouble={trouble} snapshot={snapshot} isStale={isStale} />
  ));
}

function useTroubles({ gateway, account, tee, proxy, subscriptions }: StatusSnapshot): readonly Trouble[] {
  const { text } = usePage();
  const troubles: Trouble[] = [];
  if (gateway !== null && gateway.remedy !== null && (gateway.health === 'broken' || gateway.health === 'needs-you')) {
    troubles.push({
      title: text.gatewayState[gateway.state],
      sentence: gateway.sentence,
      cause: null,
      remedy: gateway.remedy,
      ...shellCommandOf(gateway),
      ...GATEWAY_PRESENTATION[gateway.state],
    });
  }
  if (needsAccount(account) && account.remedy !== null && account.health !== 'working') {
    troubles.push({
      title: text.accountState[account.state],
      sentence: account.sentence,
      cause: account.loginFailure,
      remedy: account.remedy,
      ...ACCOUNT_PRESENTATION[account.state],
    });
  }
  if (tee.alarm !== null) {
    const { sentence } = tee.alarm;
    const remedy = { text: text.trouble.alarmRemedy };
    troubles.push({ title: text.trouble.alarm, sentence, cause: null, remedy, shape: 'square', tone: 'broken' });
  }
  if (tee.remedy !== null && (tee.health === 'broken' || tee.health === 'needs-you')) {
    troubles.push({
      title: text.teeState[tee.state],
      sentence: tee.sentence,
      cause: tee.registry.lastError,
      remedy: tee.remedy,
      ...TEE_PRESENTATION[tee.state],
    });
  }
  if (proxy.remedy !== null && (proxy.state === 'port-busy' || proxy.state === 'failed')) {
    troubles.push({
      title: text.proxyState[proxy.state],
      sentence: proxy.sentence,
      cause: null,
      remedy: proxy.remedy,
      ...PROXY_PRESENTATION[proxy.state],
    });
  }
  const isThirdShut = subscriptions.health === 'broken' || subscriptions.health === 'needs-you';
  if (subscriptions.remedy !== null && isThirdShut) {
    troubles.push({
      title: text.subscriptionsState[subscriptions.state],
      sentence: subscriptions.sentence,
      cause: null,
      remedy: subscriptions.remedy,
      ...SUBSCRIPTIONS_PRESENTATION[subscriptions.state],
    });
  }
  return troubles;
}

function shellCommandOf({ approval, remedy }: GatewayStatus): Pick<Trouble, 'shellCommand'> {
  const shellCommand = approval?.command ?? remedy?.shellCommand;
  return shellCommand === undefined ? {} : { shellCommand };
}

function TroubleBand({
  trouble: { title, sentence, cause, remedy, shellCommand, shape, tone },
  snapshot,
  isStale,
}: {
  trouble: Trouble;
  snapshot: StatusSnapshot;
  isStale: boolean;
}) {
  const { text } = usePage();
  const command = useRemedies()[remedy.command ?? 'resume'];
  const labels = {
    rotateTee: [text.tee.rotate, text.tee.rotating],
    checkRegistry: [text.tee.check, text.tee.checking],
    reconnectGateway: [text.gateway.reconnect, text.gateway.reconnecting],
    login: [text.account.signIn, text.account.signingIn],
    resume: [text.frame.resume, text.frame.resume],
  } as const;
  const showCause = cause !== null && !sentence.includes(cause);
  return (
    <section className={`band ${tone}`} aria-label={title}>
      <h2>
        <Shape name={shape} tone={tone} />
        {title}
      </h2>
      {sentence !== headSentence(snapshot) && (
        <p>
          <Sentence value={sentence} />
        </p>
      )}
      {showCause && (
        <p className="second">
          {text.trouble.cause}: <Sentence value={cause} />
        </p>
      )}
      <p>
        <Sentence value={remedy.text} />
      </p>
      {shellCommand !== undefined && <code className="shell-command">{shellCommand}</code>}
      <div className="buttons">
        {shellCommand !== undefined && (
          <CopyButton value={shellCommand} label={text.gateway.copyCommand} kind="primary" />
        )}
        {remedy.command !== undefined && (
          <button
            type="button"
            className={shellCommand === undefined ? 'button primary' : 'button'}
            disabled={command.isRunning || isStale}
            onClick={command.run}
          >
            {labels[remedy.command][command.isRunning ? 1 : 0]}
          </button>
        )}
        <CopyButton value={() => JSON.stringify(snapshot, null, 2)} label={text.frame.copyDiagnosis} />
      </div>
    </section>
  );
}

/** The commands that a remedy may name. */
function useRemedies(): Readonly<Record<NonNullable<Remedy['command']>, { isRunning: boolean; run: () => void }>> {
  const { rotateTee, checkRegistry, reconnectGateway, login, pause } = useActions();
  return {
    rotateTee,
    checkRegistry,
    reconnectGateway,
    login: { isRunning: login.isRunning, run: () => login.run({ name: 'login', show: true }) },
    resume: { isRunning: pause.isRunning, run: () => pause.run({ name: 'resume' }) },
  };
}
