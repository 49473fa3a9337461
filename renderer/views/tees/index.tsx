import { useEffect, useMemo, useRef } from 'react';
import { Split } from '../../parts/detail-pane.tsx';
import { PausedBand } from '../../parts/paused-band.tsx';
import { ViewHead } from '../../parts/view-head.tsx';
import { usePage } from '../../state/page-context.ts';
import { useQuery } from '../../state/use-query.ts';
import { navigate } from '../../state/use-route.ts';
import { useSentences } from '../../state/use-sentences.tsx';
import { useActions, type ViewProps } from '../../state/view-context.ts';
import { CurrentTee } from './current-tee.tsx';
import { HeldBack } from './held-back.tsx';
import { ListedTees } from './listed-tees.tsx';
import { RegistryLine } from './registry-line.tsx';
import { ReleaseQuestion, useRelease } from './release.tsx';
import { TeeDetail } from './tee-detail.tsx';
import './tees.css';
import { isSameId } from './tee-rows.ts';
import { hasTrouble, TeeTroubles } from './troubles.tsx';

const HISTORY_EVERY_MS = 15_000;

/** Where requests go and why, what the registry lists, and what is held back. `id` in the address opens one TEE. */
export function Tees({ snapshot, params, isStale, asOf }: ViewProps) {
  const { text } = usePage();
  const say = useSentences();
  const { rotateTee } = useActions();
  const { tee, paused } = snapshot;
  const openId = params.get('id') ?? undefined;
  const history = useQuery(
    { name: 'history.tee' },
    { everyMs: HISTORY_EVERY_MS, when: `${tee.current?.teeId} ${tee.current?.selectedAt}` },
  );
  const release = useRelease();
  const openKey = useOpenKey(snapshot.tee, openId);
  const list = useRef<HTMLDivElement>(null);
  // What is drawn above moves the rows.
  const isDrawn = history.value !== undefined;

  useEffect(() => {
    if (openKey === undefined) return;
    list.current?.querySelector('tr[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [openKey, isDrawn]);

  return (
    <>
      <ViewHead title={text.frame.names.tees} sentence={say.tee(tee)} asOf={asOf}>
        <button
          type="button"
          className={hasTrouble(snapshot) ? 'button' : 'button primary'}
          disabled={rotateTee.isRunning || isStale}
          aria-keyshortcuts="Control+Shift+E Meta+Shift+E"
          onClick={rotateTee.run}
        >
          {rotateTee.isRunning ? text.tee.rotating : text.tee.rotate}
        </button>
      </ViewHead>
      <Split
        detail={
          openKey !== undefined && (
            <TeeDetail
              key={openKey}
              tee={tee}
              openKey={openKey}
              history={history.value}
              release={release}
              isStale={isStale}
              onClose={() => navigate('tees')}
            />
          )
        }
      >
        <div ref={list} className="tees-list">
          <PausedBand paused={paused} isStale={isStale} />
          <TeeTroubles snapshot={snapshot} isStale={isStale} />
          <CurrentTee tee={tee} history={history} />
          <RegistryLine tee={tee} isStale={isStale} />
          <ListedTees tee={tee} openKey={openKey} />
          <HeldBack tee={tee} openKey={openKey} release={release} isStale={isStale} />
        </div>
      </Split>
      <div className="questions">
        <ReleaseQuestion release={release} />
      </div>
    </>
  );
}

/** The key of the row that the address names, in the writing of the registry. */
function useOpenKey(tee: ViewProps['snapshot']['tee'], openId: string | undefined): string | undefined {
  return useMemo(() => {
    if (openId === undefined) return undefined;
    const known = [tee.current, tee.standby, ...tee.draining, ...tee.quarantined, ...tee.registry.listed];
    return known.find(one => one !== null && isSameId(one.teeId, openId))?.teeId ?? openId;
  }, [tee, openId]);
}
