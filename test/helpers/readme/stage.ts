import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { Machine, Staying, Typed } from './clean-machine.ts';
import { missingLine, type Trouble } from './readme.ts';

/** How long a symptom or its end may take to show; asked again and again meanwhile. */
const SHOWS_LIMIT_MS = 60_000;

/** What stands for something in a line of the README: a placeholder, an address that is not on this machine. */
export type Substitutes = Readonly<Record<string, string>>;

/** One trouble of the README, as somebody meets it: brought about, seen, and ended by what the README says. */
export interface Scene {
  /** The beginning of what its row quotes. */
  readonly sees: string;
  play(stage: Stage): Promise<void>;
}

/** Where one scene plays: a home folder of its own on the machine, and one row of the README. */
export class Stage {
  /** What the lines that follow are typed with. */
  readonly env: Record<string, string> = {};
  /** The home folder of Gatehouse. */
  readonly home: string;
  readonly #machine: Machine;
  readonly #trouble: Trouble;
  readonly #ends: (() => unknown)[] = [];

  private constructor(machine: Machine, trouble: Trouble, home: string) {
    this.#machine = machine;
    this.#trouble = trouble;
    this.home = home;
    this.env = { GATEHOUSE_PROXY_PORT: '0', GATEHOUSE_DASHBOARD_OPEN: 'off' };
  }

  static async at(machine: Machine, trouble: Trouble, name: string): Promise<Stage> {
    const home = join(machine.home, name, '.config', 'gatehouse');
    await mkdir(home, { recursive: true });
    const stage = new Stage(machine, trouble, home);
    stage.env['HOME'] = join(machine.home, name);
    return stage;
  }

  /** What is to be ended with the scene. */
  after(end: () => unknown): void {
    this.#ends.push(end);
  }

  async close(): Promise<void> {
    for (const end of this.#ends.reverse()) await end();
  }

  /** `npx gatehouse run` in a terminal of its own, until it says where its home is. */
  async run(args = ''): Promise<Staying> {
    const host = this.stays(`npx gatehouse run ${args}`);
    await host.until(text => /^ +Home +\S/m.test(text));
    return host;
  }

  /** Starts what stays until the end of the scene. */
  stays(line: string): Staying {
    const running = this.#machine.start(line, this.env);
    this.after(() => running.interrupt());
    return running;
  }

  type(line: string): Promise<Typed> {
    return this.#machine.type(line, this.env);
  }

  /** A file in the folder where lines are typed. */
  async file(name: string, text: string): Promise<void> {
    await writeFile(join(this.#machine.folder, name), text);
  }

  /** Types `line` until it shows what the README quotes. Gives all that it showed then. */
  sees(line = 'npx gatehouse status'): Promise<string> {
    return this.#until(line, text => missingLine(this.#trouble.sees, text) === undefined, this.#trouble.sees);
  }

  /** Throws unless `text` has what the README quotes. */
  isSeenIn(text: string): void {
    if (missingLine(this.#trouble.sees, text) !== undefined) throw notShown(this.#trouble.sees, text);
  }

  /** Types `line` until it shows `wanted`, with `…` for anything. */
  shows(wanted: string, line = 'npx gatehouse status'): Promise<string> {
    return this.#until(line, text => missingLine(wanted, text) === undefined, wanted);
  }

  /** Types what the README says is to be done, which has to stand in the row, and expects that it succeeds. */
  async does(line: string, substitutes: Substitutes = {}): Promise<string> {
    this.names(line);
    const { code, text } = await this.type(filled(line, substitutes));
    if (code !== 0) throw new Error(`${line}\nended with ${code}:\n${text}`);
    return text;
  }

  /** Throws unless the row names `what` as the remedy. */
  names(what: string): void {
    if (!this.#trouble.does.includes(what))
      throw new Error(`The README does not say “${what}” there, but: ${this.#trouble.does.join(' | ')}`);
  }

  async #until(line: string, isShown: (text: string) => boolean, wanted: string): Promise<string> {
    const limit = AbortSignal.timeout(SHOWS_LIMIT_MS);
    for (;;) {
      const { text } = await this.type(line);
      if (isShown(text)) return text;
      if (limit.aborted) throw notShown(wanted, `${line}\n${text}`);
    }
  }
}

/** A program that holds a port of this computer. Ends with the scene. */
export async function busyPort(stage: Stage): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  stage.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** `line` with what stands for its placeholders. */
function filled(line: string, substitutes: Substitutes): string {
  return Object.entries(substitutes).reduce((text, [placeholder, value]) => text.replaceAll(placeholder, value), line);
}

function notShown(wanted: string, text: string): Error {
  return new Error(`“${wanted}” is not shown in:\n${text}`);
}
