import { type ChildProcess, spawn } from 'node:child_process';

/** Options of {@link startWatched}. */
export interface WatchedStartOptions {
  readonly target: string;
  /** The version before, which takes the target's place again when that does not start; it may be missing. */
  readonly previous: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A version that has run for so long has started; what goes wrong later is for safe mode. */
const STARTED_SECONDS = 30;

/**
 * The process that installs has to end before the new version can run, so somebody else looks after it: the shell, which
 * every Linux has, and which ends as soon as the version has started, or has ended well. One that was told to end, by a
 * logout (SIGHUP, SIGTERM), a person (SIGINT) or the system (SIGKILL), says nothing of whether it works: then both files
 * stay. The shell's own programs are the system's, whatever PATH says.
 */
const WATCH = `
target=$1 previous=$2 limit=$3
shift 3
"$target" "$@" &
child=$!
own=$PATH
PATH=/usr/bin:/bin
while [ "$limit" -gt 0 ] && kill -0 "$child" 2>/dev/null; do
  sleep 1
  limit=$((limit - 1))
done
if ! kill -0 "$child" 2>/dev/null; then
  wait "$child"
  case $? in
    0) ;;
    129 | 130 | 137 | 143) exit 0 ;;
    *)
      if [ -e "$previous" ] && mv -f "$previous" "$target"; then
        PATH=$own
        exec "$target" "$@"
      fi
      ;;
  esac
fi
rm -f "$previous"
`;

/**
 * Starts `target` apart from this process. When it ends with an error within 30 s, as it does where it cannot run at all,
 * `previous` is put back into its place and started, unless a signal from outside ended it or `previous` is gone, as it is
 * when the version has said that it runs. One that runs then, or ended well, has its `previous` deleted.
 */
export function startWatched({ target, previous, args, env }: WatchedStartOptions): ChildProcess {
  const started = spawn('/bin/sh', ['-c', WATCH, 'gatehouse-update', target, previous, `${STARTED_SECONDS}`, ...args], {
    detached: true,
    stdio: 'ignore',
    env: { ...env },
  });
  started.unref();
  return started;
}
