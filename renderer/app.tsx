import { useEffect, useRef } from 'react';
import { SetUpAgain, useIsSetupAsked } from './first-run/again.tsx';
import { FirstRun } from './first-run/index.tsx';
import { FullPageMessage } from './frame/connection-band.tsx';
import { CrashGuard } from './frame/crash-guard.tsx';
import { Frame } from './frame/frame.tsx';
import { RefusesSecrets } from './state/refuses-secrets.ts';
import { useLanguageSetting } from './state/use-language-setting.ts';
import { useElapsed } from './state/use-now.ts';
import { useStatus } from './state/use-status.ts';

/** What is shorter than this is not shown as waiting. */
const NOTHING_BELOW_MS = 300;

/** The window. */
export function App() {
  return (
    <CrashGuard>
      <Window />
    </CrashGuard>
  );
}

function Window() {
  const { snapshot, receivedAt, connection } = useStatus();
  useLanguageSetting(snapshot);
  const hasWaited = useElapsed(NOTHING_BELOW_MS);
  const isSetupAsked = useIsSetupAsked();
  const place = snapshot?.setup.needed === true ? 'first-run' : isSetupAsked ? 'again' : 'frame';
  const shown = snapshot === undefined ? undefined : place;
  useFocusOnChange(shown);
  if (snapshot !== undefined && connection.kind !== 'signed-out') {
    if (shown === 'again') return <SetUpAgain setup={snapshot.setup} isStale={connection.kind === 'lost'} />;
    const Shown = shown === 'first-run' ? FirstRun : Frame;
    return (
      <RefusesSecrets value={snapshot.app.refusesSecrets === true}>
        <Shown snapshot={snapshot} receivedAt={receivedAt} connection={connection} />
      </RefusesSecrets>
    );
  }
  return hasWaited || connection.kind === 'signed-out' ? <FullPageMessage connection={connection} /> : null;
}

/** What had the focus is gone when another takes the window: it begins at its heading. */
function useFocusOnChange(shown: 'first-run' | 'again' | 'frame' | undefined): void {
  const last = useRef(shown);
  useEffect(() => {
    const isOther = last.current !== undefined && last.current !== shown;
    last.current = shown;
    if (isOther) document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, [shown]);
}
