import type { TeeStatus } from '../../../electron/contract/index.ts';
import { CopyIconButton } from '../../parts/copy-button.tsx';
import { Fact } from '../../parts/facts.tsx';
import { Section } from '../../parts/section.tsx';
import { Shape, StateWord } from '../../parts/shape.tsx';
import type { ShapeName, Tone } from '../../parts/shape-names.ts';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { ToldText, useToldSentence } from '../../state/use-sentences.tsx';
import { useActions } from '../../state/view-context.ts';

type Registry = TeeStatus['registry'];

interface Drawn {
  readonly shape: ShapeName;
  readonly tone: Tone;
}

const RPC_DRAWN: Readonly<Record<Registry['endpoints'][number]['state'], Drawn>> = {
  unread: { shape: 'ring', tone: 'neutral' },
  agrees: { shape: 'disc', tone: 'well' },
  disagrees: { shape: 'triangle', tone: 'broken' },
  failed: { shape: 'half', tone: 'needs-you' },
};

function drawn({ state }: Registry): Drawn {
  if (state === 'ok') return { shape: 'disc', tone: 'well' };
  return state === 'unread' ? { shape: 'ring', tone: 'neutral' } : { shape: 'half', tone: 'needs-you' };
}

/** What decides which TEEs there are: which chain and contract, when it was read and will be, and who was asked. */
export function RegistryLine({ tee: { registry }, isStale }: { tee: TeeStatus; isStale: boolean }) {
  const { text, formats } = usePage();
  const now = useNow();
  const { checkRegistry } = useActions();
  const words = text.views.tees;
  const { chainId, address, lastReadAt, nextCheckAt, watching } = registry;
  const wait = nextCheckAt === null ? 0 : nextCheckAt - now;
  const next =
    nextCheckAt === null
      ? words.notPlanned
      : wait <= 0
        ? words.due
        : words.inAt(formats.duration(wait), formats.exactTime(nextCheckAt, now));
  return (
    <Section
      title={words.registry}
      note={<StateWord {...drawn(registry)} word={text.registryState[registry.state]} />}
      actions={
        <button
          type="button"
          className="button"
          disabled={checkRegistry.isRunning || isStale}
          onClick={checkRegistry.run}
        >
          {checkRegistry.isRunning ? text.tee.checking : words.checkNow}
        </button>
      }
    >
      <dl className="facts wide-facts">
        <Fact name={words.chain} value={chainId === null ? words.chainAny : String(chainId)} />
        <Fact
          name={words.lastRead}
          value={lastReadAt === null ? words.never : words.ago(formats.duration(now - lastReadAt))}
          hint={lastReadAt === null ? undefined : formats.fullTime(lastReadAt)}
        />
        <Fact name={words.contract} value={address === null ? null : address} hint={address ?? undefined} isCode>
          {address !== null && <CopyIconButton value={address} label={words.copyContract} />}
        </Fact>
        <Fact
          name={words.nextCheck}
          value={next}
          hint={nextCheckAt === null ? undefined : formats.fullTime(nextCheckAt)}
        />
        <dt>{words.rpc}</dt>
        <RpcHosts registry={registry} />
        <Fact name={words.changes} value={text.registryWatching[watching]} hint={text.registryWatching[watching]} />
      </dl>
    </Section>
  );
}

/** Each endpoint with what it says when several have to agree; else those that are asked one after the other. */
function RpcHosts({ registry: { endpoints, rpcHosts } }: { registry: Registry }) {
  const { text } = usePage();
  const own = useToldSentence();
  const words = text.views.tees;
  if (endpoints.length === 0) {
    return (
      <dd>
        <span className="cut" title={rpcHosts.join(', ')}>
          {rpcHosts.length === 0 ? text.tee.none : rpcHosts.join(', ')}
          {rpcHosts.length > 1 && <span className="quiet"> {words.rpcInTurn}</span>}
        </span>
      </dd>
    );
  }
  return (
    <dd className="rpc">
      <ul>
        {endpoints.map(({ host, state, reason, told }) => (
          <li key={host} title={own(told) ?? reason ?? undefined}>
            <Shape name={RPC_DRAWN[state].shape} tone={RPC_DRAWN[state].tone} />
            <span>
              {host} {words.rpcState[state]}
              {reason !== null && (
                <span className="quiet">
                  {': '}
                  <ToldText told={told} value={reason} />
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </dd>
  );
}
