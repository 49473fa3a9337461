import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/**
 * A reporter for `npm test`: errors that no test can be blamed for, such as a rejection that nobody handled, make a suite
 * fail although each of its tests passed. It writes them where OUTSIDE_REPORT says.
 */
export default class OutsideReporter implements Reporter {
  onTestRunEnd(_modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const file = process.env['OUTSIDE_REPORT'];
    if (file === undefined) return;
    writeFileSync(file, JSON.stringify(errors.map(({ message, stack }) => stack ?? message)));
  }
}
