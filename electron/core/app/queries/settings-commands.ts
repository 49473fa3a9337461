import type { CommandResult, EmitEvent, SettingsCommand } from '../../../contract/index.ts';
import type { SettingsChange, SettingsDesk } from '../../config/index.ts';
import type { Clock } from '../../platform/index.ts';

/** What {@link runSettingsCommand} works with. */
export interface SettingsCommandParts {
  readonly desk: SettingsDesk;
  readonly clock: Clock;
  readonly emit: EmitEvent;
}

/** Changes settings and tells of each. Throws what {@link SettingsDesk} throws. */
export function runSettingsCommand(
  command: Extract<SettingsCommand, { name: 'setSetting' | 'resetSettings' }>,
  { desk, clock, emit }: SettingsCommandParts,
): CommandResult {
  const change = command.name === 'setSetting' ? desk.set(command.path, command.value) : desk.reset(command.section);
  for (const key of change.paths) emit({ type: 'settingChanged', at: clock.now(), key });
  return {
    changed: change.paths.length > 0,
    told: change.paths.length === 0 ? { code: 'setting_same' } : { code: 'setting_changed', names: change.paths },
    sentence: sentenceOf(change),
    ...(change.undo.length === 0 ? {} : { undo: [...change.undo] }),
  };
}

function sentenceOf({ paths, waiting }: SettingsChange): string {
  const [first] = paths;
  if (first === undefined) return 'Nothing was changed: that is how it is already.';
  const what = paths.length === 1 ? `${first} was changed.` : `${paths.length} settings were changed.`;
  if (waiting.length === 0) return what;
  const which = waiting.length === paths.length ? 'It counts' : `${waiting.length} of them count`;
  return `${what} ${which} from the next start of Gatehouse.`;
}
