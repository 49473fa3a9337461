import type { Told } from '../../contract/index.ts';
import { GatehouseError } from './errors.ts';

/** What an error says, for languages that make their own sentence; undefined for what Gatehouse did not throw on purpose. */
export function toldError(thrown: unknown): Told | undefined {
  return thrown instanceof GatehouseError ? (thrown.told ?? { code: 'error', error: thrown.code }) : undefined;
}

/** `told` with everything that it names, in it and in what it quotes, as `clean` leaves it. */
export function cleanTold(told: Told, clean: (text: string) => string): Told {
  const { code, error, of, ...values } = told;
  const cleaned = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, cleanValue(value, clean)]));
  return {
    code,
    ...(cleaned as typeof values),
    ...(error === undefined ? {} : { error }),
    ...(of === undefined ? {} : { of: cleanTold(of, clean) }),
  };
}

function cleanValue(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  return Array.isArray(value) ? value.map(part => cleanValue(part, clean)) : value;
}
