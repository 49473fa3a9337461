import { useEffect, useSyncExternalStore } from 'react';
import type { SetupStatus } from '../../electron/contract/index.ts';
import { CommandNote } from '../parts/command-note.tsx';
import { usePage } from '../state/page-context.ts';
import { navigate } from '../state/use-route.ts';
import { Steps } from './steps.tsx';
import { useAct } from './use-act.ts';
import './styles/index.css';

/** The address of the first run. An address only shows something: it begins with a click. */
const FRAGMENT = '#setup';

/** Whether the address asks for the first run. */
export function useIsSetupAsked(): boolean {
  return useSyncExternalStore(subscribe, () => window.location.hash === FRAGMENT);
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  window.addEventListener('popstate', onChange);
  return () => {
    window.removeEventListener('hashchange', onChange);
    window.removeEventListener('popstate', onChange);
  };
}

/** Offers the first run to whoever asked for it although it is not due. */
export function SetUpAgain({ setup, isStale }: { setup: SetupStatus; isStale: boolean }) {
  const { text } = usePage();
  const { again, title } = text.firstRun;
  const act = useAct();
  const isPutOff = setup.phase === 'later';
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className="window first-run">
      <Steps setup={undefined} />
      <main className="view-first-run" data-pane="">
        <div className="question">
          <div className="question-body">
            <h1 tabIndex={-1}>{again.heading}</h1>
            <p className="second question-detail">{isPutOff ? again.goOnDetail : again.beginDetail}</p>
            <CommandNote outcome={act.outcome} />
          </div>
          <footer>
            <button type="button" className="button ghost" onClick={() => navigate('overview')}>
              {again.toOverview}
            </button>
            <span className="question-acts">
              <button
                type="button"
                className="button primary"
                disabled={act.isRunning || isStale}
                // The address is left, or the end would lead back here.
                onClick={() => act.run([{ name: 'setupStart' }], { onDone: () => navigate('overview') })}
              >
                {isPutOff ? again.goOn : again.begin}
              </button>
            </span>
          </footer>
        </div>
      </main>
    </div>
  );
}
