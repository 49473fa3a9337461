import type { ReactNode } from 'react';
import { Shape, type ShapeName, type Tone } from './shape.tsx';

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
