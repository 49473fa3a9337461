import { useEffect } from 'react';
import { Glyph } from '../parts/glyph.tsx';
import { usePage } from '../state/page-context.ts';
import { WindowLink } from './links.tsx';

/** Before the first run is through there is nothing to tell: the way to it. */
export function SetUpFirst() {
  const { text } = usePage();
  const { line, open } = text.firstRun.popover;
  useEffect(() => {
    document.title = line;
  }, [line]);
  return (
    <main className="message">
      <Glyph health="working" size={44} />
      <h1>{line}</h1>
      <WindowLink view="overview" kind="primary">
        {open}
      </WindowLink>
    </main>
  );
}
