import type { ReactNode } from 'react';
import type { ShapeName, Tone } from './shape-names.ts';

const DRAWINGS: Readonly<Record<ShapeName, ReactNode>> = {
  disc: (
    <path
      fill="currentColor"
      fillRule="evenodd"
      d="M6 .5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM3.2 6.1l2 2.1 3.7-4-.9-.8-2.8 3-1.1-1.1z"
    />
  ),
  arc: (
    <g className="arc">
      <path fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" d="M6 1.5A4.5 4.5 0 1 1 1.5 6" />
    </g>
  ),
  triangle: (
    <path fill="currentColor" fillRule="evenodd" d="M6 .6 11.8 11.2H.2zM5.3 4.2h1.4v3.6H5.3zM5.3 8.6h1.4V10H5.3z" />
  ),
  square: (
    <path
      fill="currentColor"
      fillRule="evenodd"
      d="M2 1h8a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1V2a1 1 0 0 1 1-1zM4 3.1l-.9.9 2 2-2 2 .9.9 2-2 2 2 .9-.9-2-2 2-2-.9-.9-2 2z"
    />
  ),
  half: (
    <>
      <path fill="currentColor" d="M6 .5a5.5 5.5 0 0 0 0 11z" />
      <circle cx="6" cy="6" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  ring: <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  clock: (
    <>
      <circle cx="6" cy="6" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" d="M6 3.2V6l1.9 1.2" />
    </>
  ),
  slash: (
    <>
      <circle cx="6" cy="6" r="4.75" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path stroke="currentColor" strokeWidth="1.5" d="M2.7 9.3 9.3 2.7" />
    </>
  ),
  bars: <path fill="currentColor" d="M2.5 1.5h2.5v9H2.5zM7 1.5h2.5v9H7z" />,
  box: <path fill="none" stroke="currentColor" strokeWidth="1.5" d="M1.75 1.75h8.5v8.5h-8.5z" />,
};

/** One shape in its colour. Decorative: the word stands beside it, or in a hidden text. */
export function Shape({ name, tone }: { name: ShapeName; tone: Tone }) {
  return (
    <svg className={`shape tone-${tone}`} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      {DRAWINGS[name]}
    </svg>
  );
}

/** A state: its shape and its word. */
export function StateWord({ shape, tone, word }: { shape: ShapeName; tone: Tone; word: string }) {
  return (
    <span className="state">
      <Shape name={shape} tone={tone} />
      {word}
    </span>
  );
}
