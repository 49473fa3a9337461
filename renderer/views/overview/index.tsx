import { CommandNote } from '../../parts/command-note.tsx';
import { needsAccount } from '../../parts/present.ts';
import { usePage } from '../../state/page-context.ts';
import { useRunner } from '../../state/use-command.ts';
import { useActions, type ViewProps } from '../../state/view-context.ts';
import { AccountLine } from '../settings/account-line.tsx';
import { EndpointBand } from './endpoint-band.tsx';
import { GatewayGate } from './gateway-gate.tsx';
import { Head } from './head.tsx';
import { RecentActivity } from './recent-activity.tsx';
import { SubscriptionsGate } from './subscriptions-gate.tsx';
import { TeeGate } from './tee-gate.tsx';
import { Troubles } from './trouble.tsx';
import { UnsetGate } from './unset-gate.tsx';

/** Whether all is well, the three gates, the endpoint, and what happened last. */
export function Overview({ snapshot, isStale, asOf }: ViewProps) {
  const { text } = usePage();
  const { pause, login } = useActions();
  const account = useRunner();
  const { gateway, subscriptions, proxy, activity } = snapshot;
  return (
    <>
      <Head snapshot={snapshot} asOf={asOf} isStale={isStale} />
      <CommandNote outcome={pause.outcome} />
      <CommandNote outcome={login.outcome} />
      <Troubles snapshot={snapshot} isStale={isStale} />
      {gateway === null ? (
        <UnsetGate title={text.gateway.title} sentence={text.gateway.unset} view="gateways" />
      ) : (
        <GatewayGate snapshot={snapshot} gateway={gateway} isStale={isStale} />
      )}
      <TeeGate snapshot={snapshot} isStale={isStale} />
      {subscriptions.state === 'not-configured' ? (
        <UnsetGate title={text.subscriptions.title} sentence={text.subscriptions.unset} view="subscriptions" />
      ) : (
        <SubscriptionsGate snapshot={snapshot} isStale={isStale} />
      )}
      {asksForPerson(snapshot.account) && (
        <AccountLine
          account={snapshot.account}
          isSandbox={snapshot.sandbox !== null}
          runner={account}
          isStale={isStale}
        />
      )}
      <EndpointBand proxy={proxy} />
      <RecentActivity activity={activity} />
    </>
  );
}

/** Who is signed in stands in the settings; here only what a person has to see to. */
function asksForPerson(account: ViewProps['snapshot']['account']): boolean {
  return account.login !== null || account.notice !== null || (needsAccount(account) && account.state !== 'signed-in');
}
