import type { Connection } from '../bridge/live-bridge.ts';
import { Glyph } from '../parts/glyph.tsx';
import { Shape } from '../parts/shape.tsx';
import { usePage } from '../state/page-context.ts';
import { useNow } from '../state/use-now.ts';

/** Says that the line to the host is broken, since when, and when it is tried again. */
export function ConnectionBand({ nextAttemptAt, asOf }: { nextAttemptAt: number; asOf: string | undefined }) {
  const { text, formats, bridge } = usePage();
  const now = useNow(250);
  const seconds = Math.ceil((nextAttemptAt - now) / 1_000);
  return (
    <section className="band working connection" role="alert" aria-label={text.connection.lost}>
      <Shape name="arc" tone="working" />
      <p>
        <b>{text.connection.lost}</b>
        {asOf !== undefined && ` ${text.connection.lostDetail(asOf)}`}
      </p>
      <span className="quiet" aria-live="off">
        {seconds > 0 ? text.connection.retry(formats.number(seconds)) : text.connection.retrying}
      </span>
      <button type="button" className="button" onClick={() => bridge.reconnect()}>
        {text.connection.tryNow}
      </button>
    </section>
  );
}

/** A whole page with one message: signed out, or nothing known yet. */
export function FullPageMessage({ connection }: { connection: Connection }) {
  const { text } = usePage();
  if (connection.kind === 'signed-out') {
    return (
      <main className="message">
        <Glyph health="needs-you" size={44} />
        <h1>{text.connection.signedOut}</h1>
        <p>{connection.linkWasUsed ? text.connection.linkUsed : text.connection.noLink}</p>
        <p>{text.connection.signIn}</p>
      </main>
    );
  }
  return (
    <main className="message">
      <Glyph health="working" size={44} />
      {connection.kind === 'lost' ? (
        <ConnectionBand nextAttemptAt={connection.nextAttemptAt} asOf={undefined} />
      ) : (
        <p role="status">{text.connection.waiting}</p>
      )}
    </main>
  );
}
