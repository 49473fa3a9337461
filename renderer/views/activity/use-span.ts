import { usePage } from '../../state/page-context.ts';

const MINUTE_MS = 60_000;

/** Writes a span as exactly as it matters: `41 ms`, `1.9 s`, `2 min 10 s`, `3 h`. */
export function useSpan(): (spanMs: number) => string {
  const { formats } = usePage();
  return spanMs => {
    if (spanMs < 1_000) return `${formats.number(Math.max(0, spanMs))} ms`;
    if (spanMs < MINUTE_MS) return `${formats.number(spanMs / 1_000, 1)} s`;
    const rest = spanMs % MINUTE_MS;
    const isShort = spanMs < 60 * MINUTE_MS && rest >= 1_000;
    return isShort ? `${formats.duration(spanMs)} ${formats.duration(rest)}` : formats.duration(spanMs);
  };
}
