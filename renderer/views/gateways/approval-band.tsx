import type { UsedGateway } from '../../../electron/contract/index.ts';
import { Band } from '../../parts/band.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Shape } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import type { Runner } from '../../state/use-command.ts';
import { useNow } from '../../state/use-now.ts';
import { useActions } from '../../state/view-context.ts';

/** What the gateway's owner has to do, step by step, and when it is asked again. */
export function ApprovalBand({
  gateway: { state, approval, nextAttemptAt },
  isStale,
  disconnect,
}: {
  gateway: UsedGateway;
  isStale: boolean;
  /** Ends the asking. */
  disconnect: Runner;
}) {
  const { text, formats } = usePage();
  const now = useNow();
  const { reconnectGateway } = useActions();
  const words = text.views.gateways;
  if (approval === null) return null;
  const isPairing = state === 'waiting-for-approval';
  const wait = nextAttemptAt === null ? 0 : nextAttemptAt - now;
  return (
    <>
      <Band shape="triangle" tone="needs-you" title={isPairing ? words.approveComputer : words.approveAccess}>
        <ol className="todo">
          <li>
            <div>
              <p>{approval.requestId === null ? words.stepFind : words.stepRun}</p>
              <div className="command-line">
                <code>{approval.command}</code>
                <CopyButton value={approval.command} label={text.gateway.copyCommand} kind="primary" />
              </div>
            </div>
          </li>
          <li>
            <p>{approval.requestId === null ? words.stepApproveId : words.stepCheck}</p>
          </li>
          <li>
            <p>{isPairing ? words.stepNothing : words.stepFollows}</p>
          </li>
        </ol>
      </Band>
      {isPairing && (
        <div className="asking">
          <Shape name="arc" tone="working" />
          <span>{wait > 0 ? words.askingIn(formats.duration(wait + 999)) : words.asking}</span>
          <button
            type="button"
            className="button"
            disabled={reconnectGateway.isRunning || isStale}
            onClick={reconnectGateway.run}
          >
            {reconnectGateway.isRunning ? text.gateway.reconnecting : words.askNow}
          </button>
          <button
            type="button"
            className="button"
            disabled={disconnect.isRunning || isStale}
            onClick={() => disconnect.run({ name: 'disconnectGateway' })}
          >
            {disconnect.isRunning ? words.stopping : words.stopAsking}
          </button>
        </div>
      )}
    </>
  );
}
