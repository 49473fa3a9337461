import type { PlaceOptions } from './io.ts';

/** Options of `gatehouse run`. */
export interface RunOptions extends PlaceOptions {
  readonly sandbox?: true;
  readonly seed?: string;
  readonly port?: string;
  readonly verification?: string;
  readonly dashboard: boolean;
  /** No notices in the terminal. */
  readonly quiet?: true;
  readonly safeMode?: true;
}

/** The command line that starts a host with these options again, as a shell takes it. */
export function runLine(options: RunOptions): string {
  const { sandbox, seed, port, verification, dashboard, quiet, home, config } = options;
  const given: readonly (readonly [flag: string, value: string | boolean | undefined])[] = [
    ['--sandbox', sandbox],
    ['--seed', seed],
    ['--port', port],
    ['--verification', verification],
    ['--no-dashboard', !dashboard],
    ['--quiet', quiet],
    ['--home', home],
    ['--config', config],
  ];
  const words = given.flatMap(([flag, value]) =>
    value === undefined || value === false ? [] : value === true ? [flag] : [flag, quoted(value)],
  );
  return ['gatehouse run', ...words].join(' ');
}

function quoted(word: string): string {
  return /^[\w.:/=@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
