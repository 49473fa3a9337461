import type { ReactNode } from 'react';
import type { SubscriptionsStatus } from '../../../electron/contract/index.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { type Presentation, SUBSCRIPTIONS_PRESENTATION } from '../../parts/present.ts';
import { Shape } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { navigate } from '../../state/use-route.ts';
import { RemedyText, useSentences } from '../../state/use-sentences.tsx';
import type { Ask } from './ask.ts';
import type { Act } from './use-act.ts';

const PRESENTATIONS: Readonly<Record<string, Presentation | undefined>> = SUBSCRIPTIONS_PRESENTATION;

/** What is wrong with the third gate, and the one act that mends it; nothing while nobody has to do anything. */
export function Trouble({
  status,
  act,
  isStale,
  onAsk,
}: {
  status: SubscriptionsStatus;
  act: Act;
  isStale: boolean;
  onAsk: Ask;
}) {
  const { text } = usePage();
  const say = useSentences();
  const { health, state, remedy } = status;
  if (health !== 'broken' && health !== 'needs-you') return null;
  const titles: Readonly<Record<string, string | undefined>> = text.subscriptionsState;
  const title = titles[state] ?? state.replaceAll('-', ' ');
  const { shape, tone } = PRESENTATIONS[state] ?? { shape: 'triangle' as const, tone: health };
  const button = remedyButton(status, { text: text.views.subscriptions, act, isOff: isStale || act.isRunning, onAsk });
  return (
    <section className={`band ${tone}`} aria-label={title}>
      <h2>
        <Shape name={shape} tone={tone} />
        {title}
      </h2>
      <p>{say.subscriptions(status)}</p>
      {button === null && remedy !== null && (
        <p>
          <RemedyText remedy={remedy} />
        </p>
      )}
      <div className="buttons">
        {button}
        <CopyButton value={() => JSON.stringify(status, null, 2)} label={text.frame.copyDiagnosis} />
      </div>
    </section>
  );
}

interface Means {
  readonly text: {
    readonly replace: string;
    readonly addSubscription: string;
    readonly toSettings: string;
    readonly checkAgents: string;
    readonly checking: string;
  };
  readonly act: Act;
  readonly isOff: boolean;
  readonly onAsk: Ask;
}

/** Null: the core's words have to do. */
function remedyButton({ state, subscriptions }: SubscriptionsStatus, { text, act, isOff, onAsk }: Means): ReactNode {
  const filled = (label: string, onClick: () => void): ReactNode => (
    <button type="button" className="button primary" disabled={isOff} onClick={onClick}>
      {label}
    </button>
  );
  switch (state) {
    case 'token-refused': {
      const ill = subscriptions.find(({ health }) => health === 'needs-you');
      return ill === undefined ? null : filled(text.replace, () => onAsk({ kind: 'replace', subscription: ill.name }));
    }
    case 'none-usable':
      return filled(text.addSubscription, () => onAsk({ kind: 'add' }));
    case 'agent-unreachable': {
      const isChecking = act.isRunning && act.name === 'checkAgents';
      return filled(isChecking ? text.checking : text.checkAgents, () => act.run({ name: 'checkAgents' }));
    }
    case 'shared-state-away':
      return filled(text.toSettings, () => navigate('settings'));
    default:
      return null;
  }
}
