import type { ReactNode } from 'react';
import { Shape } from './shape.tsx';
import type { ShapeName, Tone } from './shape-names.ts';

/** The band that holds a remedy: what is wrong, what to do, and the buttons that do it. */
export function Band({
  shape,
  tone,
  title,
  buttons,
  children,
}: {
  shape: ShapeName;
  tone: Tone;
  title: string;
  buttons?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={`band ${tone}`} aria-label={title}>
      <h2>
        <Shape name={shape} tone={tone} />
        {title}
      </h2>
      {children}
      {buttons !== undefined && <div className="buttons">{buttons}</div>}
    </section>
  );
}
