/** Looks a variable up; undefined when it is not set, or empty. */
export type LookUp = (name: string) => string | undefined;

/** The variables of a `.env` file: `NAME=value`, optionally quoted, with comments. What does not look like that is skipped. */
export function readDotEnv(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).flatMap(line => {
    const [, name, value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    return name === undefined ? [] : [[name, unquoted(value)] as const];
  });
  return new Map(lines);
}

function unquoted(value: string): string {
  const [, , quoted] = /^(["'`])(.*)\1(?:\s+#.*)?$/.exec(value) ?? [];
  return quoted ?? value.replace(/\s+#.*$/, '');
}

/** The forms of a reference in OpenClaw's configuration (docs.openclaw.ai, Configuration, environment variables). */
const REFERENCE = /\$?\$\{([A-Z_][A-Z0-9_]*)\}/g;

/** `text` with `${NAME}` replaced; `$${NAME}` stands for itself. Undefined when a variable is not set. */
export function substituted(text: string, lookUp: LookUp): string | undefined {
  let isComplete = true;
  const result = text.replaceAll(REFERENCE, (found, name: string) => {
    if (found.startsWith('$$')) return found.slice(1);
    const value = lookUp(name);
    if (value === undefined) isComplete = false;
    return value ?? '';
  });
  return isComplete ? result : undefined;
}
