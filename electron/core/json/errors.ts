import { GatehouseError } from '../platform/index.ts';

/** Where in a text something stands. `offset` counts UTF-16 units from 0; `line` and `column` count from 1. */
export interface JsonPosition {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/**
 * A text that is no JSON. The message says what was expected and where, never what stood there: the text may be a
 * prompt.
 */
export class JsonSyntaxError extends GatehouseError {
  readonly position: JsonPosition;

  constructor(problem: string, text: string, offset: number) {
    const position = locate(text, offset);
    super('invalid_json', `${problem} at line ${position.line}, column ${position.column}.`, {
      remedy: 'Send strict JSON (RFC 8259) in UTF-8 without a byte order mark.',
      details: { ...position },
    });
    this.position = position;
  }
}

/** Bytes that are no UTF-8. */
export class InvalidUtf8Error extends GatehouseError {
  constructor(cause?: unknown) {
    super('invalid_utf8', 'The bytes are not valid UTF-8.', { remedy: 'Send the text encoded as UTF-8.', cause });
  }
}

function locate(text: string, offset: number): JsonPosition {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { offset, line, column: offset - lineStart + 1 };
}
