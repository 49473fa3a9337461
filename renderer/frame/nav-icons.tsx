import type { View } from '../../electron/contract/index.ts';

const PATHS: Readonly<Record<View, string>> = {
  overview: 'M2 7.5 8 2l6 5.5M3.5 6.5V14h9V6.5M6.5 14v-4h3v4',
  activity: 'M2 8.5h3l2-5 3 9 2-4h2',
  gateways: 'M2.5 5h11M2.5 11h11M10.5 2l3 3-3 3M5.5 8l-3 3 3 3',
  tees: 'M8 1.5 2.5 3.5v4c0 3.5 2.3 5.7 5.5 7 3.2-1.3 5.5-3.5 5.5-7v-4z',
  subscriptions: 'M4.5 7.5a3 3 0 1 1 2.4 2.9L5.5 12H4v1.5H1.8v-2.3l3-3M9 6h.01',
  receipts: 'M3.5 1.5h9v13l-2.2-1.5-2.3 1.5-2.3-1.5-2.2 1.5zM6 5.5h4M6 8.5h4',
  diagnostics: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M8 5v3.5M8 10.5v1',
  settings: 'M2 4.5h7M13 4.5h1M2 11.5h1M7 11.5h7M11 2.8v3.4M5 9.8v3.4',
};

/** The drawing of a view in the sidebar. Decorative: the name stands beside it. */
export function NavIcon({ view }: { view: View }) {
  return (
    <svg
      className="nav-icon"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.25"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[view]} />
    </svg>
  );
}
