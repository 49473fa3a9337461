import type { ReactNode } from 'react';
import { usePage } from '../state/page-context.ts';

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
  /** The whole text, as tooltip. */
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
        <span className={classes.join(' ')} title={hint}>
          {value ?? text.gateway.unknown}
        </span>
        {children}
      </dd>
    </>
  );
}
