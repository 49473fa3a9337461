/**
 * A frozen copy of JSON-like `value` with `redact` applied to every text in it: what a part quotes from a network must
 * not carry a secret out, and no reader may change what another one sees.
 */
export function sealedCopy<T>(value: T, redact: (text: string) => string): T {
  return copy(value, redact) as T;
}

function copy(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return Object.freeze(value.map(part => copy(part, redact)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copy(part, redact)])));
}
