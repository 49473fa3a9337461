import type { Health } from '../../electron/contract/index.ts';

interface Drawing {
  readonly wall: string;
  readonly mark: string | null;
}

/** A gate that nobody has set up is not on duty, and nothing is wrong with it. */
type Look = Health | 'unset';
type Drawings = Readonly<Record<Look, Drawing>>;

/** The masters of the 22 grid: walls, and what stands in the doorway. */
const OPEN_22 = 'M1 1h4v3h3V1h6v3h3V1h4v20H1zM5 21v-8a6 6 0 0 1 12 0v8z';
const HOLLOW_22 = 'M1 1h4v3h3V1h6v3h3V1h4v20H1zM3 8v11h16V8z';
const GRID_22: Drawings = {
  well: { wall: OPEN_22, mark: null },
  working: {
    wall: OPEN_22,
    mark: 'M7 8.5h2V10h4V8.5h2V10h1.5v1H15v3h2v1h-2v3h-2v-3H9v3H7v-3H5v-1h2v-3H5.5v-1H7zM9 11v3h4v-3z',
  },
  'needs-you': { wall: OPEN_22, mark: 'M10 10h2v5h-2zM10 17h2v2h-2z' },
  broken: { wall: HOLLOW_22, mark: 'M6 10h3l2 2 2-2h3l-3.5 3.5L16 17h-3l-2-2-2 2H6l3.5-3.5z' },
  paused: { wall: HOLLOW_22, mark: 'M7 10h3v7H7zM12 10h3v7h-3z' },
  unset: { wall: HOLLOW_22, mark: null },
};

/** The masters of the 16 grid. */
const OPEN_16 = 'M1 1h3v2h2V1h4v2h2V1h3v14H1zM4 15V9a4 4 0 0 1 8 0v6z';
const HOLLOW_16 = 'M1 1h3v2h2V1h4v2h2V1h3v14H1zM2 6v8h12V6z';
const GRID_16: Drawings = {
  well: { wall: OPEN_16, mark: null },
  working: {
    wall: OPEN_16,
    mark: 'M6 5.3h1V7h2V5.3h1V7h1.6v1H10v2h2v1h-2v1.5H9V11H7v1.5H6V11H4v-1h2V8H4.4V7H6zM7 8v2h2V8z',
  },
  'needs-you': { wall: OPEN_16, mark: 'M7 7h2v4H7zM7 12h2v2H7z' },
  broken: { wall: HOLLOW_16, mark: 'M4 7h2l2 2 2-2h2l-3 3 3 3h-2l-2-2-2 2H4l3-3z' },
  paused: { wall: HOLLOW_16, mark: 'M5 7h2v6H5zM9 7h2v6H9z' },
  unset: { wall: HOLLOW_16, mark: null },
};

/** The gatehouse: the same drawing as in the tray. Decorative, the word stands beside it. */
export function Glyph({ health, size }: { health: Look; size: number }) {
  const grid = size <= 16 ? 16 : 22;
  const { wall, mark } = (grid === 16 ? GRID_16 : GRID_22)[health];
  return (
    <svg
      className={`glyph tone-${health}`}
      width={size}
      height={size}
      viewBox={`0 0 ${grid} ${grid}`}
      aria-hidden="true"
    >
      <path fill="currentColor" fillRule="evenodd" d={wall} />
      {mark !== null && <path fill="currentColor" fillRule="evenodd" d={mark} />}
    </svg>
  );
}
