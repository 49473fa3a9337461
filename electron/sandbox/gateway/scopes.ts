import { type ErrorShape, RequestError } from './wire.ts';

const ADMIN = 'operator.admin';

/** True when `scope` follows from `granted`: admin implies all, write implies read and talk. */
export function isCovered(scope: string, granted: readonly string[]): boolean {
  if (granted.includes(ADMIN) || granted.includes(scope)) return true;
  return (scope === 'operator.read' || scope === 'operator.talk') && granted.includes('operator.write');
}

/** True when `asked` holds anything that `granted` does not cover. */
export function isWider(asked: readonly string[], granted: readonly string[]): boolean {
  return asked.some(scope => !isCovered(scope, granted));
}

/** Both, without repetition, in the order of the first mention. */
export function union(first: readonly string[], second: readonly string[]): readonly string[] {
  return [...new Set([...first, ...second])];
}

/** The standard scope error of gateway 2026.9.1. */
export function missingScope(scope: string): ErrorShape {
  return {
    code: 'FORBIDDEN',
    message: `missing scope: ${scope}`,
    details: { code: 'MISSING_SCOPE', missingScope: scope, requiredScopes: [scope] },
  };
}

/** Throws {@link RequestError} when the scope is not covered. */
export function demandScope(scope: string, granted: readonly string[]): void {
  if (!isCovered(scope, granted)) throw new RequestError(missingScope(scope));
}
