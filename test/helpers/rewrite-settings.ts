// Changes a setting in the home folder of its argument over and over, and says each time that it did; ends when killed.
import { loadSettings, openConfFile, SettingsDesk } from '../../electron/core/config/index.ts';
import { SystemClock } from '../../electron/core/platform/index.ts';

const { signal } = new AbortController();
const home = process.argv[2] ?? '';
const loaded = await loadSettings({ home, env: {}, clock: new SystemClock(), signal, openFile: openConfFile });
const desk = new SettingsDesk(loaded);
for (let count = 0; ; count += 1) {
  desk.set('sandbox.seed', `seed ${count} ${'x'.repeat(50)}`);
  process.stdout.write('.');
  // Lets the output go out.
  await new Promise<void>(resolve => setImmediate(resolve));
}
