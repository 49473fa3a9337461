/** Least scopes that showing a gateway's status needs. */
export const STATUS_SCOPES: readonly string[] = ['operator.read'];

const IMPLIED: Readonly<Record<string, readonly string[]>> = {
  'operator.write': ['operator.read', 'operator.talk'],
};

/** Which of `requested` the granted ones do not cover. `operator.admin` covers all; `operator.write` reading and talking. */
export function missingScopes(requested: readonly string[], granted: readonly string[]): readonly string[] {
  if (granted.includes('operator.admin')) return [];
  const covered = new Set(granted.flatMap(scope => [scope, ...(IMPLIED[scope] ?? [])]));
  return requested.filter(scope => !covered.has(scope));
}

/** True when the granted scopes cover `scope`. */
export function isGranted(scope: string, granted: readonly string[]): boolean {
  return missingScopes([scope], granted).length === 0;
}
