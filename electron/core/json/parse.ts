import { InvalidUtf8Error, JsonSyntaxError } from './errors.ts';
import { type JsonArray, JsonNumber, type JsonObject, type JsonValue } from './value.ts';

/** Options of {@link parseJson}. */
export interface ParseOptions {
  /**
   * How many arrays and objects may lie inside each other. Default 512: far above any real tool schema, and below the
   * 1,000 at which CPython's own parser in the enclave gives up.
   */
  readonly maxDepth?: number;
}

const DEFAULT_MAX_DEPTH = 512;

/** CPython since 3.11 refuses longer integer texts (`sys.set_int_max_str_digits`); so would the enclave. */
const MAX_INTEGER_DIGITS = 4300;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const FIRST_PRINTABLE = 0x20;

/**
 * Parses strict JSON (RFC 8259; no NaN, no trailing commas, no byte order mark) without losing how numbers were
 * written. Objects become Maps, of duplicate keys the last one wins.
 * Throws {@link JsonSyntaxError} with the exact position.
 */
export function parseJson(text: string, options: ParseOptions = {}): JsonValue {
  return new Parser(text, options.maxDepth ?? DEFAULT_MAX_DEPTH).parse();
}

/** Decodes UTF-8 strictly; a byte order mark stays in the text. Throws {@link InvalidUtf8Error}. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new InvalidUtf8Error(cause);
  }
}

/** One pass over one text: recursive descent, bounded by the depth limit. */
class Parser {
  readonly #text: string;
  readonly #maxDepth: number;
  readonly #number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
  #at = 0;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  parse(): JsonValue {
    this.#skipSpace();
    const value = this.#value(0);
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#error('Expected the end of the text');
    return value;
  }

  #value(depth: number): JsonValue {
    switch (this.#text.charCodeAt(this.#at)) {
      case QUOTE:
        return this.#string();
      case OPEN_BRACE:
        return this.#object(depth + 1);
      case OPEN_BRACKET:
        return this.#array(depth + 1);
      case 0x74:
        return this.#word('true', true);
      case 0x66:
        return this.#word('false', false);
      case 0x6e:
        return this.#word('null', null);
      default:
        return this.#numberToken();
    }
  }

  #object(depth: number): JsonObject {
    this.#enter(depth);
    const object: JsonObject = new Map();
    if (this.#peek() === CLOSE_BRACE) {
      this.#at += 1;
      return object;
    }
    for (;;) {
      if (this.#peek() !== QUOTE) throw this.#error('Expected a key in double quotes');
      const key = this.#string();
      if (this.#peek() !== COLON) throw this.#error('Expected a colon');
      this.#at += 1;
      this.#skipSpace();
      object.set(key, this.#value(depth));
      const next = this.#peek();
      if (next === CLOSE_BRACE) break;
      if (next !== COMMA) throw this.#error('Expected a comma or a closing brace');
      this.#at += 1;
    }
    this.#at += 1;
    return object;
  }

  #array(depth: number): JsonArray {
    this.#enter(depth);
    const array: JsonArray = [];
    if (this.#peek() === CLOSE_BRACKET) {
      this.#at += 1;
      return array;
    }
    for (;;) {
      this.#skipSpace();
      array.push(this.#value(depth));
      const next = this.#peek();
      if (next === CLOSE_BRACKET) break;
      if (next !== COMMA) throw this.#error('Expected a comma or a closing bracket');
      this.#at += 1;
    }
    this.#at += 1;
    return array;
  }

  #enter(depth: number): void {
    if (depth > this.#maxDepth) throw this.#error(`Nested deeper than ${this.#maxDepth} levels`);
    this.#at += 1;
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at;
    let at = start + 1;
    let isEscaped = false;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === QUOTE) break;
      if (unit === BACKSLASH) {
        isEscaped = true;
        at += 2;
      } else if (unit >= FIRST_PRINTABLE) {
        at += 1;
      } else if (at >= text.length) {
        this.#at = text.length;
        throw this.#error('Expected the closing quote of a string');
      } else {
        this.#at = at;
        throw this.#error('Expected an escape instead of a raw control character');
      }
    }
    this.#at = at + 1;
    return isEscaped ? this.#unescape(start, at + 1) : text.slice(start + 1, at);
  }

  /** The engine's own parser is the fastest way through a run of escapes; only a bad one is searched for by hand. */
  #unescape(start: number, end: number): string {
    try {
      return JSON.parse(this.#text.slice(start, end)) as string;
    } catch {
      this.#at = this.#findBadEscape(start + 1, end);
      throw this.#error('Expected a valid escape');
    }
  }

  #findBadEscape(start: number, end: number): number {
    const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
    for (
      let at = this.#text.indexOf('\\', start);
      at !== -1 && at < end;
      at = this.#text.indexOf('\\', escape.lastIndex)
    ) {
      escape.lastIndex = at;
      if (!escape.test(this.#text)) return at;
    }
    return start;
  }

  #numberToken(): JsonNumber {
    this.#number.lastIndex = this.#at;
    const token = this.#number.exec(this.#text)?.[0];
    if (token === undefined) throw this.#error('Expected a value');
    const number = new JsonNumber(token);
    if (token.length > MAX_INTEGER_DIGITS && token.replace('-', '').length > MAX_INTEGER_DIGITS && number.isInteger) {
      throw this.#error(`Expected an integer of at most ${MAX_INTEGER_DIGITS} digits`);
    }
    this.#at += token.length;
    return number;
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) throw this.#error('Expected a value');
    this.#at += word.length;
    return value;
  }

  #peek(): number {
    this.#skipSpace();
    return this.#text.charCodeAt(this.#at);
  }

  #skipSpace(): void {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.#at += 1;
    }
  }

  #error(problem: string): JsonSyntaxError {
    return new JsonSyntaxError(problem, this.#text, this.#at);
  }
}
