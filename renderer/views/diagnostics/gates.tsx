import type { ReactNode } from 'react';
import type { Health, Remedy, StatusSnapshot, View } from '../../../electron/contract/index.ts';
import { hrefOf } from '../../format/route.ts';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { RemedyText, useSentences } from '../../state/use-sentences.tsx';
import { VERDICTS, type Verdict } from './verdicts.ts';

/** One verdict per gate, as the status has it now. */
export function Gates({ snapshot }: { snapshot: StatusSnapshot }) {
  const { text } = usePage();
  const words = text.views.diagnostics;
  const say = useSentences();
  const { gateway, tee, subscriptions } = snapshot;
  const isWithout = subscriptions.state === 'not-configured';
  return (
    <section aria-label={words.gates}>
      <h2>{words.gates}</h2>
      <ul className="gates">
        <Gate
          view="gateways"
          name={words.gateNames.gateway}
          health={gateway?.health}
          sentence={gateway === null ? words.noGateway : say.gateway(gateway)}
          remedy={gateway?.remedy}
        />
        <Gate view="tees" name={words.gateNames.tee} health={tee.health} sentence={say.tee(tee)} remedy={tee.remedy} />
        <Gate
          view="subscriptions"
          name={words.gateNames.subscriptions}
          health={isWithout ? undefined : subscriptions.health}
          sentence={say.subscriptions(subscriptions)}
          remedy={subscriptions.remedy}
        />
      </ul>
    </section>
  );
}

function Gate({
  view,
  name,
  health,
  sentence,
  remedy,
}: {
  view: View;
  name: string;
  /** Undefined: it is not set up, and that is no trouble. */
  health: Health | undefined;
  sentence: ReactNode;
  remedy: Remedy | null | undefined;
}) {
  const { text } = usePage();
  const words = text.views.diagnostics;
  const verdict: Verdict = health === undefined ? 'unknown' : health;
  const word = verdict === 'paused' ? words.paused : words.verdicts[verdict];
  return (
    <li>
      <StateWord {...VERDICTS[verdict]} word={word} />
      <a href={hrefOf(view)}>{name}</a>
      <div className="said">
        <p>{sentence}</p>
        {remedy !== null && remedy !== undefined && (
          <p className="second">
            <RemedyText remedy={remedy} />
          </p>
        )}
      </div>
    </li>
  );
}
