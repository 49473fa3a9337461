import type { Health, StatusSnapshot } from '../../../electron/contract/index.ts';
import { Facts } from '../../parts/facts.tsx';
import { GATEWAY_PRESENTATION, SUBSCRIPTIONS_PRESENTATION, TEE_PRESENTATION } from '../../parts/present.ts';
import { Section } from '../../parts/section.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';

/** What a trouble of the gateway touches, and what it does not. */
export function ThreeGates({ snapshot: { gateway, tee, subscriptions, offline } }: { snapshot: StatusSnapshot }) {
  const { text, formats } = usePage();
  const words = text.views.gateways;
  const isUsable = subscriptions.state === 'usable';
  const waits = offline?.gates.includes('subscriptions') === true;
  const counted = text.subscriptions.usable(
    formats.number(subscriptions.usableTotal),
    formats.number(subscriptions.subscriptionsTotal),
  );
  return (
    <Section title={words.threeGates}>
      <Facts>
        {gateway !== null && (
          <>
            <dt>{text.gateway.title}</dt>
            <dd>
              <StateWord {...GATEWAY_PRESENTATION[gateway.state]} word={text.gatewayState[gateway.state]} />
              <Means sentence={words.gatewayMeans[meaning(gateway.health)]} />
            </dd>
          </>
        )}
        <dt>{text.tee.title}</dt>
        <dd>
          <StateWord {...TEE_PRESENTATION[tee.state]} word={text.teeState[tee.state]} />
          <Means sentence={words.teeMeans[tee.current === null || tee.state === 'offline' ? 'shut' : 'open']} />
        </dd>
        <dt>{text.subscriptions.title}</dt>
        <dd>
          <StateWord
            {...SUBSCRIPTIONS_PRESENTATION[subscriptions.state]}
            word={isUsable ? counted : text.subscriptionsState[subscriptions.state]}
          />
          {subscriptions.state !== 'not-configured' && (
            <Means sentence={words.subscriptionsMean[waits ? 'shut' : meaning(subscriptions.health)]} />
          )}
        </dd>
      </Facts>
    </Section>
  );
}

function meaning(health: Health): 'open' | 'shut' {
  return health === 'well' || health === 'paused' ? 'open' : 'shut';
}

/** What a gate's state means for who uses it. */
function Means({ sentence }: { sentence: string }) {
  return <span className="means quiet">{sentence}</span>;
}
