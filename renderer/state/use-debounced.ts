import { useEffect, useState } from 'react';

/** `value` once it has stayed the same for `delayMs`: what is typed is not asked for letter by letter. */
export function useDebounced<Value>(value: Value, delayMs = 200): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
