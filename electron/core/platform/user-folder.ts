import { homedir, userInfo } from 'node:os';
import { isAbsolute, parse } from 'node:path';

/** Where the system looks for a person's own folder. */
export interface UserFolderSources {
  readonly homedir: () => string;
  readonly userInfo: () => { readonly homedir: string };
  /** An absolute path on the drive whose root is the last resort. */
  readonly program: string;
}

const SYSTEM: UserFolderSources = { homedir, userInfo, program: process.execPath };

/**
 * The person's own folder, always absolute. An empty or relative `HOME`, as cron and containers have it, would put
 * settings and secrets into whatever folder a command was typed in: there the user database counts. Without an entry in
 * it (a container under any user id) it is the root, which cannot be written, and that is said where it is tried.
 */
export function userFolder({ homedir: home, userInfo: info, program }: UserFolderSources = SYSTEM): string {
  for (const ask of [home, () => info().homedir]) {
    try {
      const folder = ask();
      if (isAbsolute(folder)) return folder;
    } catch {
      // Neither `HOME` nor an entry for the user: the next one.
    }
  }
  return parse(program).root;
}
