/** Keeps secrets out of text that leaves the process. Handed to whoever writes a log, an error or a report. */
export interface SecretScrubber {
  /** `text` without any known secret and without anything shaped like one. */
  redact(text: string): string;
}

const REPLACEMENT = '[redacted]';

/** Shorter values would blot out ordinary words; secret stores refuse values below 8 characters for that reason. */
const MIN_VALUE_LENGTH = 4;

/** A base64 core shorter than this would hit ordinary text. */
const MIN_CORE_LENGTH = 8;

/**
 * What a credential looks like when nobody told us its value. Each pattern is one character class after a fixed start
 * that cannot begin inside a run of the same class, so matching stays linear in the length of the line.
 */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\b(bearer|basic)(\s{1,4}|%20)[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${REPLACEMENT}`],
  [/(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{8,}/g, REPLACEMENT],
  [/(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{2,}(?:\.[A-Za-z0-9_-]*)?/g, REPLACEMENT],
  [/(:\/\/)[^\s/?#@"'<>]{1,512}@/g, `$1${REPLACEMENT}@`],
  [
    /([?&#](?:access_token|refresh_token|id_token|token|api_?key|key|secret|password)=)[^\s&#"'<>]+/gi,
    `$1${REPLACEMENT}`,
  ],
];

/**
 * Knows the values of all secrets that this process has touched, in every form they commonly take (as written, escaped
 * in JSON, in a URL, in base64 at any offset, in hex), and the shapes of credentials it was never told of.
 * Secret stores add to it; loggers and outward errors go through it. Values are never removed: a deleted secret may
 * still be in a buffer.
 */
export class Redactor implements SecretScrubber {
  readonly #values = new Set<string>();
  #forms: readonly string[] = [];

  /** Makes `value` unspeakable from now on. Values below 4 characters are ignored. */
  add(value: string): void {
    if (value.length < MIN_VALUE_LENGTH || this.#values.has(value)) return;
    this.#values.add(value);
    // Longest first: a short form inside a long one must not leave the rest of the long one standing.
    this.#forms = [...new Set([...this.#forms, ...formsOf(value)])].sort((a, b) => b.length - a.length);
  }

  redact(text: string): string {
    let result = text;
    for (const form of this.#forms) result = result.replaceAll(form, REPLACEMENT);
    for (const [shape, replacement] of SHAPES) result = result.replace(shape, replacement);
    return result;
  }
}

function formsOf(value: string): string[] {
  // Through bytes, because encodeURIComponent throws on half a surrogate pair.
  const inUrl = encodeURIComponent(Buffer.from(value).toString());
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    inUrl,
    inUrl.replace(/%[0-9A-F]{2}/g, escape => escape.toLowerCase()),
    Buffer.from(value).toString('hex'),
    ...[0, 1, 2].flatMap(offset => base64Core(value, offset)),
  ];
}

/** The characters of the base64 text that depend on `value` alone when it starts `offset` bytes into a triple. */
function base64Core(value: string, offset: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(value)]);
  const standard = bytes.toString('base64').replace(/=+$/, '');
  const start = Math.ceil((offset * 8) / 6);
  const end = Math.floor((bytes.length * 8) / 6);
  const core = standard.slice(start, end);
  if (core.length < MIN_CORE_LENGTH) return [];
  return [core, core.replaceAll('+', '-').replaceAll('/', '_')];
}
