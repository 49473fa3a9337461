import { JsonNumber, parseJson, stringifyWire, writePythonJson } from '../../../electron/core/json/index.ts';
import { difference, fieldsOf, textField } from '../case.ts';
import type { VectorKind } from '../kind.ts';

/** One number token → how Python writes it, and whether Python reads it as int or float. */
export const numberTokens: VectorKind = {
  name: 'number-tokens',
  matches(testCase) {
    const { input, expected } = fieldsOf(testCase);
    return 'token' in input && 'canonical' in expected;
  },
  async run(testCase) {
    const { input, expected } = fieldsOf(testCase);
    const token = textField(input, 'token');
    const value = parseJson(token);
    if (!(value instanceof JsonNumber)) return 'was not read as a number';
    const kind = value.isInteger ? 'int' : 'float';
    return (
      difference('canonical text', textField(expected, 'canonical'), writePythonJson(value)) ??
      difference('python type', expected['python_type'] ?? kind, kind) ??
      difference('wire token', token, stringifyWire(value))
    );
  },
};
