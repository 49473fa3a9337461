import type { ReactNode } from 'react';
import type { UsedGateway } from '../../../electron/contract/index.ts';
import { Glyph } from '../../parts/glyph.tsx';
import { ViewHead } from '../../parts/view-head.tsx';
import { usePage } from '../../state/page-context.ts';
import { useSentences } from '../../state/use-sentences.tsx';
import { isTrouble } from './trouble.tsx';

/** The head of the view. A trouble takes it over: what is wrong in words that a person says, with the gate's drawing. */
export function GatewaysHead({
  gateway,
  asOf,
  children,
}: {
  gateway: UsedGateway | null;
  asOf: string | undefined;
  /** What can be done. */
  children: ReactNode;
}) {
  const { text } = usePage();
  const say = useSentences();
  const words = text.views.gateways;
  const headline = isTrouble(gateway) ? words.headline[gateway.state] : undefined;
  if (gateway === null || headline === undefined) {
    return (
      <ViewHead
        title={text.frame.names.gateways}
        sentence={gateway === null ? words.none : say.gateway(gateway)}
        asOf={asOf}
      >
        {children}
      </ViewHead>
    );
  }
  return (
    <header className="head">
      <Glyph health={gateway.health} size={28} />
      <div>
        <h1 tabIndex={-1}>
          {headline}
          {asOf !== undefined && <span className="as-of">{asOf}</span>}
        </h1>
        <p>{words.sentences[gateway.reason ?? '']?.(gateway.profile) ?? say.gateway(gateway)}</p>
      </div>
      {children}
    </header>
  );
}
