import type { Told, ToldCode } from '../../electron/contract/index.ts';
import { agentsTold } from './de-agents-told.ts';
import { checksTold, secretsTold } from './de-checks-told.ts';
import { errorSentence } from './de-errors.ts';
import { filesTold } from './de-files-told.ts';
import { gatewaysTold } from './de-gateways-told.ts';
import { outcomesTold } from './de-outcomes-told.ts';
import { registryTold } from './de-registry-told.ts';
import { resultsTold } from './de-results.ts';
import { settingProblemsTold, settingsTold } from './de-setting-problems.ts';
import { setupTold, tokensTold } from './de-setup-told.ts';
import { statesTold } from './de-states-told.ts';
import { subscriptionsTold } from './de-subscriptions-told.ts';
import { teesTold } from './de-tees-told.ts';
import type { SentenceKit } from './sentences.ts';
import type { Say } from './told-say.ts';

/** German: the sentences of the core, by their codes. A code without a row does not compile. */
const SENTENCES: Readonly<Record<ToldCode, Say>> = {
  ...resultsTold,
  ...statesTold,
  ...checksTold,
  ...gatewaysTold,
  ...secretsTold,
  ...settingProblemsTold,
  ...settingsTold,
  ...setupTold,
  ...tokensTold,
  ...teesTold,
  ...registryTold,
  ...subscriptionsTold,
  ...agentsTold,
  ...filesTold,
  ...outcomesTold,
  error: ({ error }) => errorSentence(error),
};

/** The German sentence of a code; undefined for one that this version does not know. */
export function toldSentence(told: Told, kit: SentenceKit): string | undefined {
  const {
    code,
    of,
    name = '',
    other = '',
    names = [],
    why = '',
    count = 0,
    total = 0,
    ms = 0,
    pct = 0,
    ...rest
  } = told;
  if (!Object.hasOwn(SENTENCES, code)) return undefined;
  const quoted = (fallback: string): string => (of === undefined ? undefined : toldSentence(of, kit)) ?? fallback;
  return SENTENCES[code]({ ...rest, name, other, names, why, count, total, ms, pct, quoted }, kit);
}
