import type { SetupStatus } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';

/** The way back to the first run, for the settings. */
export function SetupRow({ setup }: { setup: SetupStatus }) {
  const { text } = usePage();
  const { again, title } = text.firstRun;
  const isPutOff = setup.phase === 'later';
  return (
    <section className="setup-row" aria-label={title}>
      <p className="second">{isPutOff ? again.goOnDetail : again.beginDetail}</p>
      <a className="button" href="#setup">
        {isPutOff ? again.goOn : again.begin}
      </a>
    </section>
  );
}
