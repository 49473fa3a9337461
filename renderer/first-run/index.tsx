import { useEffect, useRef } from 'react';
import type { SetupStep, SetupStepName, StatusSnapshot } from '../../electron/contract/index.ts';
import type { Connection } from '../bridge/live-bridge.ts';
import { ConnectionBand } from '../frame/connection-band.tsx';
import { SandboxBanner } from '../frame/sandbox-banner.tsx';
import { usePage } from '../state/page-context.ts';
import { GatewayPage } from './gateway-page.tsx';
import { LoginItemPage } from './login-item-page.tsx';
import { NetworkPage } from './network-page.tsx';
import type { PageProps } from './page.tsx';
import { Steps } from './steps.tsx';
import { SubscriptionsPage } from './subscriptions-page.tsx';
import { useAct } from './use-act.ts';
import './styles/index.css';

const PAGES: Readonly<Record<SetupStepName, (props: PageProps) => React.ReactNode>> = {
  network: NetworkPage,
  gateway: GatewayPage,
  subscriptions: SubscriptionsPage,
  'login-item': LoginItemPage,
};

/** The first run, in place of the views: one question per page. */
export function FirstRun({
  snapshot,
  receivedAt,
  connection,
}: {
  snapshot: StatusSnapshot;
  receivedAt: number;
  connection: Connection;
}) {
  const { text, formats } = usePage();
  const { setup, sandbox, gateways } = snapshot;
  const step = setup.steps.find(({ name }) => name === setup.step);
  const isStale = connection.kind === 'lost';
  const { title } = text.firstRun;
  const main = useRef<HTMLElement>(null);
  useFocusOnArrival(main, setup.step);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className="window first-run">
      {/* Before it is chosen, nothing of the sandbox shows. */}
      {sandbox !== null && setup.choices.network === 'sandbox' && (
        <SandboxBanner seed={sandbox.seed} hasRealGateway={gateways.some(({ source }) => source !== 'sandbox')} />
      )}
      <Steps setup={setup} />
      <main ref={main} className="view-first-run" data-pane="">
        {connection.kind === 'lost' && (
          <ConnectionBand nextAttemptAt={connection.nextAttemptAt} asOf={formats.exactTime(receivedAt, Date.now())} />
        )}
        {step !== undefined && <StepPage key={step.name} snapshot={snapshot} step={step} isStale={isStale} />}
      </main>
      {step !== undefined && <Announcer step={step} />}
    </div>
  );
}

/** Each new page begins at its heading; the first one leaves the focus where the window put it. */
function useFocusOnArrival(main: { readonly current: HTMLElement | null }, step: SetupStepName): void {
  const last = useRef(step);
  useEffect(() => {
    if (last.current === step) return;
    last.current = step;
    main.current?.scrollTo(0, 0);
    main.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, [main, step]);
}

/** What is typed and what went wrong belong to one page. */
function StepPage(props: Omit<PageProps, 'act'>) {
  const act = useAct();
  const Page = PAGES[props.step.name];
  return <Page {...props} act={act} />;
}

/** Reads out how the step stands. What failed is read out by itself. */
function Announcer({ step }: { step: SetupStep }) {
  const { text } = usePage();
  const { announced, steps, stepState } = text.firstRun;
  return (
    <p className="hidden" role="status" aria-live="polite">
      {step.state === 'open' ? '' : announced(steps[step.name], stepState[step.state])}
    </p>
  );
}
