import type { ReactNode } from 'react';
import type { GatewayStatus, Remedy, StatusSnapshot, View } from '../../../electron/contract/index.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import {
  ACCOUNT_PRESENTATION,
  decidingPart,
  GATEWAY_PRESENTATION,
  needsAccount,
  PROXY_PRESENTATION,
  SUBSCRIPTIONS_PRESENTATION,
  TEE_PRESENTATION,
} from '../../parts/present.ts';
import { Shape } from '../../parts/shape.tsx';
import type { ShapeName, Tone } from '../../parts/shape-names.ts';
import { usePage } from '../../state/page-context.ts';
import { useRemedies } from '../../state/use-remedies.ts';
import { navigate } from '../../state/use-route.ts';
import { RemedyText, ToldText, useSentences } from '../../state/use-sentences.tsx';
import type { Messages } from '../../text/messages.ts';

/** One trouble: what to do about it. */
interface Trouble {
  readonly part: ReturnType<typeof decidingPart> | 'alarm';
  readonly title: string;
  readonly sentence: ReactNode;
  readonly cause: ReactNode;
  readonly remedy: Remedy;
  /** A command for a terminal elsewhere that mends it. */
  readonly shellCommand?: string;
  readonly shape: ShapeName;
  readonly tone: Tone;
}

/** Where in the window it is mended, of what no command mends from here. */
const WAYS: Readonly<Partial<Record<Trouble['part'], Way>>> = {
  gateway: { label: 'gateways', view: 'gateways' },
  alarm: { label: 'tees', view: 'tees' },
  tee: { label: 'tees', view: 'tees' },
  proxy: { label: 'port', view: 'settings', params: { setting: 'proxy.port' } },
  subscriptions: { label: 'subscriptions', view: 'subscriptions' },
};

interface Way {
  readonly label: keyof Messages['trouble']['ways'];
  readonly view: View;
  readonly params?: Readonly<Record<string, string>>;
}

/** A band for each gate that a person has to do something about. */
export function Troubles({ snapshot, isStale }: { snapshot: StatusSnapshot; isStale: boolean }) {
  const troubles = useTroubles(snapshot);
  return troubles.map(trouble => (
    <TroubleBand key={trouble.part} trouble={trouble} snapshot={snapshot} isStale={isStale} />
  ));
}

function useTroubles({ gateway, account, tee, proxy, subscriptions, storage }: StatusSnapshot): readonly Trouble[] {
  const { text } = usePage();
  const say = useSentences();
  const troubles: Trouble[] = [];
  if (gateway !== null && gateway.remedy !== null && (gateway.health === 'broken' || gateway.health === 'needs-you')) {
    troubles.push({
      title: text.gatewayState[gateway.state],
      part: 'gateway',
      sentence: say.gateway(gateway),
      cause: null,
      remedy: gateway.remedy,
      ...shellCommandOf(gateway),
      ...GATEWAY_PRESENTATION[gateway.state],
    });
  }
  if (needsAccount(account) && account.remedy !== null && account.health !== 'working') {
    troubles.push({
      title: text.accountState[account.state],
      part: 'account',
      sentence: say.account(account),
      cause: account.loginFailure !== null && <ToldText told={account.loginFailureTold} value={account.loginFailure} />,
      remedy: account.remedy,
      ...ACCOUNT_PRESENTATION[account.state],
    });
  }
  if (tee.alarm !== null) {
    const sentence = <ToldText told={tee.alarm.told} value={tee.alarm.sentence} />;
    const remedy = { text: text.trouble.alarmRemedy };
    troubles.push({
      part: 'alarm',
      title: text.trouble.alarm,
      sentence,
      cause: null,
      remedy,
      shape: 'square',
      tone: 'broken',
    });
  }
  if (tee.remedy !== null && (tee.health === 'broken' || tee.health === 'needs-you')) {
    troubles.push({
      title: text.teeState[tee.state],
      part: 'tee',
      sentence: say.tee(tee),
      cause: registryCause(tee),
      remedy: tee.remedy,
      ...TEE_PRESENTATION[tee.state],
    });
  }
  if (proxy.remedy !== null && (proxy.state === 'port-busy' || proxy.state === 'failed')) {
    troubles.push({
      title: text.proxyState[proxy.state],
      part: 'proxy',
      sentence: say.proxy(proxy),
      cause: null,
      remedy: proxy.remedy,
      ...PROXY_PRESENTATION[proxy.state],
    });
  }
  const isThirdShut = subscriptions.health === 'broken' || subscriptions.health === 'needs-you';
  if (subscriptions.remedy !== null && isThirdShut) {
    troubles.push({
      title: text.subscriptionsState[subscriptions.state],
      part: 'subscriptions',
      sentence: say.subscriptions(subscriptions),
      cause: null,
      remedy: subscriptions.remedy,
      ...SUBSCRIPTIONS_PRESENTATION[subscriptions.state],
    });
  }
  if (storage !== undefined) {
    troubles.push({
      title: text.trouble.storage[storage.cause],
      part: 'storage',
      sentence: say.storage(storage),
      cause: null,
      remedy: storage.remedy,
      shape: 'triangle',
      tone: 'needs-you',
    });
  }
  return troubles;
}

/** Why the registry cannot be read, unless the sentence says it. */
function registryCause({ sentence, registry: { lastError, lastErrorTold } }: StatusSnapshot['tee']): ReactNode {
  if (lastError === null || sentence.includes(lastError)) return null;
  return <ToldText told={lastErrorTold} value={lastError} />;
}

function shellCommandOf({ approval, remedy }: GatewayStatus): Pick<Trouble, 'shellCommand'> {
  const shellCommand = approval?.command ?? remedy?.shellCommand;
  return shellCommand === undefined ? {} : { shellCommand };
}

function TroubleBand({
  trouble: { part, title, sentence, cause, remedy, shellCommand, shape, tone },
  snapshot,
  isStale,
}: {
  trouble: Trouble;
  snapshot: StatusSnapshot;
  isStale: boolean;
}) {
  const { text } = usePage();
  const remedies = useRemedies();
  const command = remedy.command === undefined ? undefined : remedies[remedy.command];
  const way = WAYS[part];
  const isMended = command !== undefined || shellCommand !== undefined;
  return (
    <section className={`band ${tone}`} aria-label={title}>
      <h2>
        <Shape name={shape} tone={tone} />
        {title}
      </h2>
      {part !== decidingPart(snapshot) && <p>{sentence}</p>}
      {cause !== null && cause !== false && (
        <p className="second">
          {text.trouble.cause}: {cause}
        </p>
      )}
      <p>
        <RemedyText remedy={remedy} />
      </p>
      {shellCommand !== undefined && <code className="shell-command">{shellCommand}</code>}
      <div className="buttons">
        {shellCommand !== undefined && (
          <CopyButton value={shellCommand} label={text.gateway.copyCommand} kind="primary" />
        )}
        {command !== undefined && (
          <button
            type="button"
            className={shellCommand === undefined ? 'button primary' : 'button'}
            disabled={command.isRunning || isStale}
            onClick={command.run}
          >
            {command.label}
          </button>
        )}
        {way !== undefined && (
          <button
            type="button"
            className={isMended ? 'button' : 'button primary'}
            onClick={() => navigate(way.view, way.params)}
          >
            {text.trouble.ways[way.label]}
          </button>
        )}
        <CopyButton value={() => JSON.stringify(snapshot, null, 2)} label={text.frame.copyDiagnosis} />
      </div>
    </section>
  );
}
