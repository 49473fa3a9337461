import type { Health } from '../../electron/contract/index.ts';

/** The masters of the 22 grid: walls, and what stands in the doorway. */
const OPEN_WALL = 'M1 1h4v3h3V1h6v3h3V1h4v20H1zM5 21v-8a6 6 0 0 1 12 0v8z';
const HOLLOW_WALL = 'M1 1h4v3h3V1h6v3h3V1h4v20H1zM3 8v11h16V8z';

const DRAWINGS: Readonly<Record<Health, { readonly wall: string; readonly mark: string | null }>> = {
  well: { wall: OPEN_WALL, mark: null },
  working: {
    wall: OPEN_WALL,
    mark: 'M7 8.5h2V10h4V8.5h2V10h1.5v1H15v3h2v1h-2v3h-2v-3H9v3H7v-3H5v-1h2v-3H5.5v-1H7zM9 11v3h4v-3z',
  },
  'needs-you': { wall: OPEN_WALL, mark: 'M10 10h2v5h-2zM10 17h2v2h-2z' },
  broken: { wall: HOLLOW_WALL, mark: 'M6 10h3l2 2 2-2h3l-3.5 3.5L16 17h-3l-2-2-2 2H6l3.5-3.5z' },
  paused: { wall: HOLLOW_WALL, mark: 'M7 10h3v7H7zM12 10h3v7h-3z' },
};

/** The gatehouse: the same drawing as in the tray. Decorative, the word stands beside it. */
export function Glyph({ health, size }: { health: Health; size: number }) {
  const { wall, mark } = DRAWINGS[health];
  return (
    <svg className={`glyph tone-${health}`} width={size} height={size} viewBox="0 0 22 22" aria-hidden="true">
      <path fill="currentColor" fillRule="evenodd" d={wall} />
      {mark !== null && <path fill="currentColor" fillRule="evenodd" d={mark} />}
    </svg>
  );
}
