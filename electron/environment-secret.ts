import { GatehouseError, type Redactor, secretProblem } from './core/platform/index.ts';

/**
 * The secret `name` as the environment gives it, undefined when it does not; known to the redactor before anything is
 * said about it. Throws `secret_invalid`.
 */
export function environmentSecret(
  variable: string,
  name: string,
  { env, redactor }: { readonly env: NodeJS.ProcessEnv; readonly redactor: Redactor },
): string | undefined {
  const value = env[variable];
  if (value === undefined || value === '') return undefined;
  redactor.add(value);
  const problem = secretProblem(name, value);
  if (problem === undefined) return value;
  throw new GatehouseError('secret_invalid', `${variable}: ${problem.message}`, {
    remedy: `Correct ${variable}, or unset it.`,
  });
}
