import { join, resolve } from 'node:path';

/** What OpenClaw's own files are looked for with. */
export interface OpenClawSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The home folder of the person. */
  readonly userFolder: string;
}

/** OpenClaw's names for its files (`src/config/paths.ts` of openclaw/openclaw). */
const STATE_FOLDER = '.openclaw';
const CONFIG_NAME = 'openclaw.json';

/** The folder that holds OpenClaw's state: `OPENCLAW_STATE_DIR`, else `.openclaw` in `OPENCLAW_HOME` or the home folder. */
export function stateFolder({ env, userFolder }: OpenClawSurroundings): string {
  const home = homeFolder({ env, userFolder });
  const given = env['OPENCLAW_STATE_DIR']?.trim();
  return given === undefined || given === '' ? join(home, STATE_FOLDER) : absolute(given, home);
}

/** OpenClaw's configuration file: `OPENCLAW_CONFIG_PATH`, else `openclaw.json` in the state folder. */
export function configPath(surroundings: OpenClawSurroundings): string {
  const given = surroundings.env['OPENCLAW_CONFIG_PATH']?.trim();
  if (given !== undefined && given !== '') return absolute(given, homeFolder(surroundings));
  return join(stateFolder(surroundings), CONFIG_NAME);
}

/** `~` is the home folder that `OPENCLAW_HOME` may replace. */
export function absolute(path: string, home: string): string {
  return /^~(?=$|[/\\])/.test(path) ? join(home, path.slice(1)) : resolve(path);
}

export function homeFolder({ env, userFolder }: OpenClawSurroundings): string {
  const given = env['OPENCLAW_HOME']?.trim();
  return given === undefined || given === '' ? userFolder : absolute(given, userFolder);
}
