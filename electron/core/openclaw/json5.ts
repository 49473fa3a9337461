/** Deeper than any configuration, far from the end of the stack. */
const MAX_DEPTH = 100;

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '0': '\0',
};
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['NaN', Number.NaN],
]);
const WORD = /[\p{L}\p{Nl}$_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}$\u200c\u200d]*/uy;
const NUMBER = /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const SPACE = /(?:\s|\uFEFF|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)*/y;

/**
 * Reads JSON5 (spec.json5.org): JSON with comments, trailing commas, single quotes and bare keys, as OpenClaw writes its
 * configuration. Throws a `SyntaxError` with the line; it never quotes the text, which may hold secrets.
 */
export function parseJson5(text: string): unknown {
  return new Reader(text).document();
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): unknown {
    const value = this.#value(0);
    this.#space();
    if (this.#at < this.#text.length) throw this.#unexpected();
    return value;
  }

  #value(depth: number): unknown {
    this.#space();
    if (depth > MAX_DEPTH) throw this.#unexpected('is nested too deeply');
    const next = this.#text[this.#at];
    switch (next) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
      case "'":
        return this.#string(next);
      case '+':
      case '-': {
        this.#at += 1;
        const number = this.#number();
        return next === '-' ? -number : number;
      }
      default:
        break;
    }
    const word = this.#match(WORD);
    if (word === undefined) return this.#number();
    if (!WORDS.has(word)) throw this.#unexpected();
    return WORDS.get(word);
  }

  #object(depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    this.#at += 1;
    while (!this.#closes('}')) {
      const next = this.#text[this.#at];
      const key = next === '"' || next === "'" ? this.#string(next) : this.#match(WORD);
      if (key === undefined || !this.#takes(':')) throw this.#unexpected();
      entries.push([key, this.#value(depth + 1)]);
      this.#separates('}');
    }
    // fromEntries defines `__proto__` as a key like any other.
    return Object.fromEntries(entries);
  }

  #array(depth: number): unknown[] {
    const values: unknown[] = [];
    this.#at += 1;
    while (!this.#closes(']')) {
      values.push(this.#value(depth + 1));
      this.#separates(']');
    }
    return values;
  }

  #string(quote: string): string {
    let value = '';
    for (this.#at += 1; ; this.#at += 1) {
      const next = this.#text[this.#at];
      if (next === undefined || next === '\n' || next === '\r') throw this.#unexpected('has a text without an end');
      if (next === quote) break;
      value += next === '\\' ? this.#escape() : next;
    }
    this.#at += 1;
    return value;
  }

  /** Leaves the position on the last character of the escape. */
  #escape(): string {
    this.#at += 1;
    const next = this.#text[this.#at] ?? '';
    if (next === 'x' || next === 'u') {
      const length = next === 'x' ? 2 : 4;
      const digits = this.#text.slice(this.#at + 1, this.#at + 1 + length);
      if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length !== length) throw this.#unexpected();
      this.#at += length;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    if (next === '\r' && this.#text[this.#at + 1] === '\n') this.#at += 1;
    return /[\n\r\u2028\u2029]/.test(next) ? '' : (ESCAPES[next] ?? next);
  }

  #number(): number {
    const digits = this.#match(NUMBER);
    if (digits !== undefined) return Number(digits);
    const word = this.#match(WORD);
    const value = word === undefined ? undefined : WORDS.get(word);
    if (typeof value !== 'number') throw this.#unexpected();
    return value;
  }

  #closes(bracket: string): boolean {
    this.#space();
    return this.#takes(bracket);
  }

  /** A comma, or the end, which is left for the loop to see. */
  #separates(bracket: string): void {
    this.#space();
    if (!this.#takes(',') && this.#text[this.#at] !== bracket) throw this.#unexpected();
  }

  #takes(sign: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #space(): void {
    this.#match(SPACE);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #unexpected(what = 'is not JSON5'): SyntaxError {
    const line = this.#text.slice(0, this.#at).split('\n').length;
    return new SyntaxError(`line ${line} ${what}`);
  }
}
