import type { ReactNode } from 'react';
import { usePage } from '../state/page-context.ts';
import { showWhole } from './show-whole.ts';

/** A list of facts: label and value, one line each. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>;
}

/** One line of the facts. `value` null: not known. `children` stand behind the value. */
export function Fact({
  name,
  value,
  hint,
  isOld = false,
  isCode = false,
  children,
}: {
  name: string;
  value: ReactNode;
  /** More than the value, as tooltip. Without: the whole of a value that is cut. */
  hint?: string | undefined;
  isOld?: boolean;
  /** An address or an id. */
  isCode?: boolean;
  children?: ReactNode;
}) {
  const { text } = usePage();
  const classes = ['cut', ...(value === null || isOld ? ['quiet'] : []), ...(isCode ? ['mono'] : [])];
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <span className={classes.join(' ')} title={hint} onPointerEnter={hint === undefined ? showWhole : undefined}>
          {value ?? text.gateway.unknown}
        </span>
        {children}
      </dd>
    </>
  );
}
