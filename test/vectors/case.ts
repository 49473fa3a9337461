import { GatehouseError } from '../../electron/core/platform/index.ts';

export type CaseFields = Readonly<Record<string, unknown>>;

/** The parts every case has. What is missing or has another shape comes as an empty object. */
export function fieldsOf(testCase: unknown): {
  readonly input: CaseFields;
  readonly expected: CaseFields;
  readonly kind: unknown;
  readonly accept: unknown;
} {
  const whole = objectOrEmpty(testCase);
  return {
    input: objectOrEmpty(whole['input']),
    expected: objectOrEmpty(whole['expected']),
    kind: whole['kind'],
    accept: whole['accept'],
  };
}

/** A text field; a case without it is a broken case and fails by this error. */
export function textField(fields: CaseFields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new Error(`the case has no text in "${name}"`);
  return value;
}

/** Null when equal, else one line that says what was expected and what came. */
export function difference(what: string, expected: unknown, actual: unknown): string | null {
  if (expected === actual) return null;
  return `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}

/** Only an error that the product throws on purpose is a refusal; a TypeError is a bug and must not pass for one. */
export function isProductError(thrown: unknown): thrown is GatehouseError {
  return thrown instanceof GatehouseError;
}

function objectOrEmpty(value: unknown): CaseFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as CaseFields) : {};
}
