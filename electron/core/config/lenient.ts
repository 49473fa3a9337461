import { variableName } from './environment.ts';
import { removeAt } from './leaves.ts';
import { ConfigError, type ResolvedSettings, resolveSettings, type SettingsInput } from './resolve.ts';
import { SettingsSchema } from './schema.ts';

/**
 * As `resolveSettings`, but a wrong value counts as none, wherever it stands. Never throws. What was wrong is left for
 * whoever asks `resolveSettings`.
 */
export function resolveLeniently(input: SettingsInput): ResolvedSettings {
  try {
    return resolveSettings(input);
  } catch (error) {
    return (error instanceof ConfigError && withoutWrong(input, error)) || ALL_DEFAULTS();
  }
}

/** The rest may be wrong as a whole (two gateways of one name), and then nothing of it is used. */
function withoutWrong(
  { flags = new Map(), env, file, filePath }: SettingsInput,
  error: ConfigError,
): ResolvedSettings | undefined {
  const keys = error.problems.map(({ key }) => key);
  const content = structuredClone(typeof file === 'object' && file !== null ? file : {}) as Record<string, unknown>;
  for (const key of keys) removeAt(content, key);
  const variables = new Set(keys.map(variableName));
  try {
    return resolveSettings({
      flags: new Map([...flags].filter(([key]) => !keys.includes(key))),
      env: Object.fromEntries(Object.entries(env).filter(([name]) => !variables.has(name))),
      file: content,
      filePath,
    });
  } catch {
    return undefined;
  }
}

const ALL_DEFAULTS = (): ResolvedSettings => ({ settings: SettingsSchema.parse({}), sources: new Map(), warnings: [] });
