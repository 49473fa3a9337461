import { API_KEY_VARIABLES, CREDENTIAL_VARIABLES, removeVariable, TOKEN_VARIABLE } from '../credential-environment.ts';

/** Names that a file in the workspace may not set: they decide what code runs, or belong to Gatehouse. */
const PROTECTED =
  /^(?:PATH|PATHEXT|COMSPEC|SYSTEMROOT|WINDIR|NODE_OPTIONS|LD_.*|DYLD_.*|GATEHOUSE_.*|TRINITY_AGENT_AUTH_TOKEN)$/i;

/** One credential variable, and how file and agent differ on it. Never a value. */
export interface EnvDrift {
  readonly key: string;
  readonly in_file: boolean;
  readonly in_process_env: boolean;
  readonly equal: boolean;
  readonly suppressed_for_spawn: boolean;
}

/** Whether `.env` of the workspace and the caller of a job may set this name. */
export function isProtected(name: string): boolean {
  return PROTECTED.test(name);
}

/**
 * The layers from which the environment of the next process is made, later wins: what the agent host was started with,
 * the workspace's `.env`, runtime overrides (a value, or "must be unset"), what one job brings along.
 */
export class SpawnEnvironment {
  readonly #baseline: Readonly<Record<string, string>>;
  readonly #overrides = new Map<string, string | undefined>();

  constructor(baseline: Readonly<Record<string, string>>) {
    this.#baseline = { ...baseline };
  }

  /** From now on, above `.env`: the token, or (undefined) that there is none. */
  setToken(token: string | undefined): void {
    this.#overrides.set(TOKEN_VARIABLE, token);
  }

  /** From now on API keys are unset, whatever `.env` says. */
  silenceApiKeys(): void {
    for (const name of API_KEY_VARIABLES) this.#overrides.set(name, undefined);
  }

  get silencesApiKeys(): boolean {
    return API_KEY_VARIABLES.every(name => this.#isSilenced(name));
  }

  /** Names of silenced API keys that this `.env` still carries. */
  shadowed(dotenv: ReadonlyMap<string, string>): readonly string[] {
    return API_KEY_VARIABLES.filter(name => this.#isSilenced(name) && (dotenv.get(name) ?? '') !== '');
  }

  /** The environment of a process that starts now. */
  next(
    dotenv: ReadonlyMap<string, string>,
    extras: Readonly<Record<string, string>> = {},
  ): Readonly<Record<string, string>> {
    const result: Record<string, string> = { ...this.#baseline };
    for (const [name, value] of dotenv) if (!isProtected(name)) result[name] = value;
    for (const [name, value] of this.#overrides) {
      removeVariable(result, name);
      if (value !== undefined) result[name] = value;
    }
    return { ...result, ...extras };
  }

  /** Credential variables on which `.env` and the agent differ, or that are silenced. */
  drift(dotenv: ReadonlyMap<string, string>): readonly EnvDrift[] {
    return CREDENTIAL_VARIABLES.flatMap(key => {
      const inFile = dotenv.get(key);
      const suppressed = this.#isSilenced(key);
      if (inFile === undefined && !suppressed) return [];
      const live = this.#overrides.has(key) ? this.#overrides.get(key) : this.#baseline[key];
      return [
        {
          key,
          in_file: inFile !== undefined,
          in_process_env: live !== undefined,
          equal: inFile === live,
          suppressed_for_spawn: suppressed,
        },
      ];
    });
  }

  #isSilenced(name: string): boolean {
    return this.#overrides.has(name) && this.#overrides.get(name) === undefined;
  }
}
