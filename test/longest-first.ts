import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, longest first; a fresh clone knows no durations, and these files are short. */
const LONGEST = [
  'peers/gateway-fuzz',
  'peers/gateway-leak',
  'peers/gateway-sign-in',
  'peers/gateway-half-open',
  'integration/documents',
  'integration/subscriptions-host',
  'integration/setup.',
  'integration/gateway-cli',
  'integration/account-migration',
  'integration/subscriptions-fleet',
  'integration/zero-loss',
  'e2e/readme',
  'e2e/german',
  'e2e/pictures.',
  'e2e/desktop/updates.',
  'e2e/desktop/tray-actions',
  'e2e/desktop/window',
  'e2e/desktop/first-run',
  'e2e/desktop/life-cycle',
  'unit/gateway/fuzz',
  'unit/agents/host/jobs',
  'unit/project/',
];

/** Begins with the files that take longest, so that none of them is left for the end, when other workers are idle. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex(name => moduleId.includes(`/test/${name}`));
      return at === -1 ? LONGEST.length : at;
    };
    return others.sort((one, other) => rank(one) - rank(other));
  }
}
