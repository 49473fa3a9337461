import { SetupRow } from '../../first-run/setup-row.tsx';
import { ViewHead } from '../../parts/view-head.tsx';
import { usePage } from '../../state/page-context.ts';
import { useRunner } from '../../state/use-command.ts';
import type { ViewProps } from '../../state/view-context.ts';
import { AccountLine } from './account-line.tsx';

/** Where the settings are, and who is signed in. */
export function Settings({ snapshot: { app, account, sandbox, setup }, isStale, asOf }: ViewProps) {
  const { text } = usePage();
  const runner = useRunner();
  return (
    <>
      <ViewHead title={text.frame.names.settings} sentence={text.window.home(app.home)} asOf={asOf} />
      <AccountLine account={account} isSandbox={sandbox !== null} runner={runner} isStale={isStale} />
      <SetupRow setup={setup} />
    </>
  );
}
