import { useCallback, useEffect, useState } from 'react';

/** How long "Copied" stands. */
const SHOWN_MS = 2_000;

/** Copies text to the clipboard; `result` says for two seconds how the last copy went. */
export function useCopy(): {
  readonly result: 'copied' | 'failed' | undefined;
  readonly copy: (value: string) => void;
} {
  const [result, setResult] = useState<'copied' | 'failed'>();

  useEffect(() => {
    if (result === undefined) return;
    const timer = setTimeout(() => setResult(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [result]);

  const copy = useCallback((value: string) => {
    navigator.clipboard.writeText(value).then(
      () => setResult('copied'),
      () => setResult('failed'),
    );
  }, []);

  return { result, copy };
}
