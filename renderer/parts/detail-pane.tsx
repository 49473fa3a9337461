import { type ReactNode, useEffect, useRef } from 'react';
import { usePage } from '../state/page-context.ts';

/** Below this width a detail is a page of its own, in pixels. */
const OWN_PAGE_BELOW = 880;

/** A list with the detail of one of its rows beside it; below 880 px one of the two. */
export function Split({ children, detail }: { children: ReactNode; detail: ReactNode }) {
  const hasDetail = detail !== null && detail !== undefined && detail !== false;
  return (
    <div className={hasDetail ? 'split with-detail' : 'split'}>
      <div className="split-list">{children}</div>
      {detail}
    </div>
  );
}

/** The detail of a row. Escape closes it, because its row is named in the address. */
export function DetailPane({
  caption,
  title,
  onClose,
  children,
  buttons,
}: {
  /** Above the title, e.g. when it happened. */
  caption?: ReactNode;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  /** At the foot. */
  buttons?: ReactNode;
}) {
  const { text } = usePage();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (window.innerWidth < OWN_PAGE_BELOW) heading.current?.focus();
  }, []);
  return (
    <aside className="detail" data-pane="" aria-label={text.frame.details}>
      <button type="button" className="button ghost detail-back" onClick={onClose}>
        ← {text.frame.back}
      </button>
      <header>
        <div>
          {caption !== undefined && <p className="caption">{caption}</p>}
          <h2 ref={heading} tabIndex={-1}>
            {title}
          </h2>
        </div>
        <button
          type="button"
          className="button ghost icon detail-close"
          aria-label={text.frame.close}
          title={`${text.frame.close} (Esc)`}
          onClick={onClose}
        >
          <svg width="12" height="12" viewBox="0 0 12 12" stroke="currentColor" strokeWidth="1.25" aria-hidden="true">
            <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" />
          </svg>
        </button>
      </header>
      {children}
      {buttons !== undefined && <div className="detail-buttons">{buttons}</div>}
    </aside>
  );
}
