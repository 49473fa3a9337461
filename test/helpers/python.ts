import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * One long-lived `python3` that answers lines: each request is a line of JSON, each answer is the line that
 * `answer(request)` of the given program returned, or the text of what it raised.
 */
export class Python {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** Starts `program`, which defines `answer(text: str) -> str`. Throws when there is no `python3`. */
  static async start(program: string): Promise<Python> {
    const child = spawn('python3', ['-X', 'utf8', '-c', `${program}${LOOP}`]);
    try {
      await once(child, 'spawn');
    } catch (cause) {
      throw new Error('python3 is needed to compare with the real json module: install Python 3.11 or newer.', {
        cause,
      });
    }
    child.stderr.pipe(process.stderr);
    return new Python(child);
  }

  /** Sends all requests at once and gives the answers in their order. Texts may hold anything, lone surrogates too. */
  async ask(requests: readonly string[]): Promise<PythonAnswer[]> {
    this.#child.stdin.write(requests.map(request => `${asciiJson(request)}\n`).join(''));
    const answers: PythonAnswer[] = [];
    for (let index = 0; index < requests.length; index += 1) {
      const { value, done } = await this.#lines.next();
      if (done === true) throw new Error('python3 ended early.');
      answers.push(JSON.parse(value) as PythonAnswer);
    }
    return answers;
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.stdin.end();
    await exited;
  }
}

/** What the program made of one request. */
export type PythonAnswer = { readonly ok: string } | { readonly raised: string };

const LOOP = `
import json as _json, sys as _sys
for _line in _sys.stdin:
    try:
        _reply = {"ok": answer(_json.loads(_line))}
    except Exception as _error:
        _reply = {"raised": type(_error).__name__}
    print(_json.dumps(_reply), flush=True)
`;

/** A pipe carries UTF-8, which has no lone surrogates: everything beyond ASCII goes as escapes. */
function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u0080-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
