import type { SettingsDescription } from '../../contract/index.ts';
import { errorMessage, readPersonsText } from '../platform/index.ts';
import { describeSettings } from './describe.ts';
import { NOT_JSON, type Problem, unreadable } from './problem.ts';
import { candidates, type SettingsInput } from './resolve.ts';
import { SettingsSchema } from './schema.ts';

/** What {@link inspectSettings} looks at. */
export interface InspectOptions {
  readonly path: string;
  readonly env: SettingsInput['env'];
  readonly signal: AbortSignal;
}

/**
 * The settings as they stand, however broken they are, for a report while no host runs. Changes and moves nothing. Throws
 * only the signal's reason.
 */
export async function inspectSettings({ path, env, signal }: InspectOptions): Promise<SettingsDescription> {
  const { value, problem } = await readContent(path, signal);
  const problems = problem === undefined ? [] : [{ path: '', ...problem }];
  try {
    const given = candidates({ env, file: value, filePath: path });
    const described = describeSettings({ given, inForce: SettingsSchema.parse({}) });
    const sections = described.sections.map(({ id, settings }) => ({
      id,
      settings: settings.map(setting => ({ ...setting, waitsForRestart: false })),
    }));
    return { file: path, sections, warnings: [], problems: [...problems, ...described.problems] };
  } catch (error) {
    return {
      file: path,
      sections: [],
      warnings: [],
      problems: [...problems, { path: '', problem: errorMessage(error) }],
    };
  }
}

async function readContent(path: string, signal: AbortSignal): Promise<{ value: unknown; problem?: Problem }> {
  let text: string;
  try {
    ({ text } = await readPersonsText(path, signal));
  } catch (error) {
    signal.throwIfAborted();
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { value: {} };
    return { value: {}, problem: unreadable(errorMessage(error)) };
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { value: {}, problem: NOT_JSON };
  }
}
