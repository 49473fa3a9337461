import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';

/** The views that exist, and what runs here. */
export function Sidebar({ app, onShowKeys }: { app: StatusSnapshot['app']; onShowKeys: () => void }) {
  const { text } = usePage();
  return (
    <nav className="sidebar" aria-label={text.window.views}>
      <a href="#overview" aria-current="page" title={text.window.overview} onClick={event => event.preventDefault()}>
        <NavIcon path="M2 7.5 8 2l6 5.5M3.5 6.5V14h9V6.5M6.5 14v-4h3v4" />
        <span className="label">{text.window.overview}</span>
      </a>
      <div className="foot">
        <button type="button" className="entry" title={`${text.window.keys} (?)`} onClick={onShowKeys}>
          <NavIcon path="M1.5 4h13v8h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M5 9.5h6" />
          <span className="label">{text.window.keys}</span>
        </button>
        <p className="version">
          {text.window.version(app.version)}
          <br />
          {text.window.host[app.host]}
        </p>
      </div>
    </nav>
  );
}

function NavIcon({ path }: { path: string }) {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.25"
      strokeLinejoin="round"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}
