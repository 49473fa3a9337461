/**
 * A JSON number that still knows how it was written. The gateway hashes numbers as Python prints them, and Python keeps
 * 1 and 1.0 apart; a JavaScript number cannot.
 */
export class JsonNumber {
  /** The token exactly as it stood in the text, e.g. `1.0`, `1E+2`, `12345678901234567890`. */
  readonly token: string;

  constructor(token: string) {
    this.token = token;
  }

  /** True for a token without fraction and exponent, which Python reads as an int. */
  get isInteger(): boolean {
    return !/[.eE]/.test(this.token);
  }
}

/** A JSON object: a Map, because `__proto__` and integer-like keys are legal and must survive in order. */
export type JsonObject = Map<string, JsonValue>;
export type JsonArray = JsonValue[];
/** A parsed JSON text that lost nothing but white space and duplicate keys (the last one wins, as in Python). */
export type JsonValue = null | boolean | string | JsonNumber | JsonArray | JsonObject;
