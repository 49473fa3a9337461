import { FullPageMessage } from './frame/connection-band.tsx';
import { CrashGuard } from './frame/crash-guard.tsx';
import { Frame } from './frame/frame.tsx';
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
  if (snapshot !== undefined && connection.kind !== 'signed-out') {
    return <Frame snapshot={snapshot} receivedAt={receivedAt} connection={connection} />;
  }
  return hasWaited || connection.kind === 'signed-out' ? <FullPageMessage connection={connection} /> : null;
}
