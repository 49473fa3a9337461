import { useEffect, useState } from 'react';
import type { CommandResult } from '../../../electron/contract/index.ts';
import { type Failure, failureOf } from '../../state/failure.ts';
import { usePage } from '../../state/page-context.ts';

/** What a rotation would do; `isAsking` from a third of a second on. */
export interface Plan {
  readonly result: CommandResult | undefined;
  readonly failure: Failure | undefined;
  readonly isAsking: boolean;
}

const SHOWN_AFTER_MS = 300;
const NOTHING: Plan = { result: undefined, failure: undefined, isAsking: false };

/** Asks the host what rotating `agent` (undefined: all) to `to` (undefined: the best) would do. Nothing is changed. */
export function usePlan(agent: string | undefined, to: string | undefined): Plan {
  const { bridge, text } = usePage();
  const [plan, setPlan] = useState<Plan>(NOTHING);

  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(() => setPlan({ ...NOTHING, isAsking: true }), SHOWN_AFTER_MS);
    const settle = (next: Omit<Plan, 'isAsking'>): void => {
      clearTimeout(timer);
      if (!isOver) setPlan({ ...next, isAsking: false });
    };
    const whom = { ...(agent === undefined ? {} : { agent }), ...(to === undefined ? {} : { to }) };
    bridge.run({ name: 'rotateSubscription', ...whom, dryRun: true }).then(
      result => settle({ result, failure: undefined }),
      (thrown: unknown) =>
        settle({
          result: undefined,
          failure: failureOf(thrown, text.command.notReached),
        }),
    );
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [bridge, agent, to, text]);

  return plan;
}
