import path from 'node:path';

/**
 * `env` without what the runtime of an AppImage put into its lists: every entry that is `folder`, where it was mounted, or
 * lies below it, and every variable of which nothing is left. The mount is gone before the next start: whoever looked for a
 * program or a library there would run what somebody else has put into its place. Gives only what differs: the new value,
 * or undefined for a variable that goes.
 */
export function mountedEntries(
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
): ReadonlyMap<string, string | undefined> {
  const changes = new Map<string, string | undefined>();
  for (const [name, value = ''] of Object.entries(env)) {
    const entries = value.split(':');
    if (!entries.some(entry => isWithin(entry, folder))) continue;
    // Empty ones are of the runtime, which puts its own before a value that may be none; they would mean "right here".
    const left = entries.filter(entry => entry !== '' && !isWithin(entry, folder));
    changes.set(name, left.length === 0 ? undefined : left.join(':'));
  }
  return changes;
}

/** A copy of `env` as it was before the AppImage that is mounted at its APPDIR was started. */
export function withoutMount(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  const changes = mountedEntries(env, env['APPDIR'] ?? '');
  const kept = Object.entries(env).filter(([name]) => !OF_THE_RUNTIME.has(name));
  const now = kept.map(([name, value]) => [name, changes.has(name) ? changes.get(name) : value] as const);
  return Object.fromEntries(now.filter(([, value]) => value !== undefined));
}

/** What the runtime of an AppImage tells the program inside; the new file sets its own. */
const OF_THE_RUNTIME = new Set(['APPIMAGE', 'APPDIR', 'ARGV0', 'OWD']);

function isWithin(entry: string, folder: string): boolean {
  if (!path.isAbsolute(entry) || !path.isAbsolute(folder)) return false;
  const inside = path.relative(folder, entry);
  return inside !== '..' && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside);
}
