import type { RunOptions } from './run-command.ts';

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
