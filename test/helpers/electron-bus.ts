import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type Electron from 'electron';

/** Who is told what a person did with a notification. */
export interface BusListeners {
  readonly clicked: () => void;
  readonly action: (actionIndex: number) => void;
}

/**
 * A notification on the real notification server of the session bus, as Electron's own goes there: libnotify's client
 * stays for as long as it is shown, because the server answers only to whom it came from.
 */
export class BusNotification {
  readonly #client: ChildProcess;
  #id: string | undefined;

  constructor(
    { title = '', body = '', urgency = 'normal', actions = [] }: Electron.NotificationConstructorOptions,
    { clicked, action }: BusListeners,
  ) {
    const buttons = actions.map(({ text = '' }, index) => `${index},${text}`);
    const args = ['default,Open', ...buttons].flatMap(button => ['-A', button]);
    this.#client = spawn('dunstify', ['-p', '-a', 'Gatehouse', '-u', urgency, ...args, '--', title, body], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const lines = createInterface({ input: this.#client.stdout as NodeJS.ReadableStream });
    lines.on('line', line => {
      if (this.#id === undefined) this.#id = line;
      else if (line === 'default') clicked();
      // A number below the actions is one of them, any other tells why it was closed.
      else if (Number(line) < actions.length) action(Number(line));
    });
  }

  close(): void {
    if (this.#id !== undefined) spawn('dunstify', ['-C', this.#id], { stdio: 'ignore' });
    else this.#client.kill();
  }
}
