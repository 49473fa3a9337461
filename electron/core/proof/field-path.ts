import { JsonNumber, type JsonValue } from '../json/index.ts';

/** Where in the request body something stands: one spelling for a person (`messages[2].role`), one for a list. */
export class FieldPath {
  readonly text: string;
  /** The path without positions (`messages[].role`), so that a long conversation gives one entry and not hundreds. */
  readonly pattern: string;

  constructor(text: string, pattern: string = text) {
    this.text = text;
    this.pattern = pattern;
  }

  member(key: string): FieldPath {
    const name = /^[\w-]{1,64}$/.test(key) ? key : '(unprintable key)';
    return new FieldPath(
      this.text === '' ? name : `${this.text}.${name}`,
      this.pattern === '' ? name : `${this.pattern}.${name}`,
    );
  }

  item(index: number): FieldPath {
    return new FieldPath(`${this.text}[${index}]`, `${this.pattern}[]`);
  }
}

/** What a value is, in the words of the JSON standard, for error messages. */
export function jsonTypeName(value: JsonValue | undefined): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (value instanceof JsonNumber) return 'a number';
  if (value instanceof Map) return 'an object';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'string' ? 'a string' : 'a boolean';
}
