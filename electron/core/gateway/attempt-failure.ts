import { FAILURE_POLICY } from './policy.ts';

/**
 * What a failed attempt to connect says to a person who waits for it, before the time is over in which the status still
 * says that it is connecting. `reason` is the status's own.
 */
export function attemptFailure(
  reason: string,
  profile: string,
  host: string,
): { readonly sentence: string; readonly remedy: string | null } {
  const policy = Object.entries(FAILURE_POLICY).find(([kind]) => kind === reason)?.[1];
  const { sentence, remedy } = policy ?? FAILURE_POLICY.unreachable;
  return { sentence: sentence.replaceAll('{gateway}', profile).replaceAll('{host}', host), remedy };
}
