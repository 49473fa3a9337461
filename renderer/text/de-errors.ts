import type { ErrorCode } from '../../electron/contract/index.ts';
import { errorTexts } from './de-error-texts.ts';
import type { OwnLine } from './sentences.ts';

/** What went wrong, by the error's code; undefined for one that this version does not know. */
export function errorSentence(code: string | undefined): string | undefined {
  return isKnown(code) ? errorTexts[code][0] : undefined;
}

/** What a person can do about it; undefined for a code that is not known, and where nothing can be done. */
export function errorRemedy(code: string | undefined): string | undefined {
  return (isKnown(code) ? errorTexts[code][1] : null) ?? undefined;
}

/** A line of the activity that is nothing but the error, its remedy beneath. */
export function errorCause(code: string | undefined): OwnLine | null {
  const sentence = errorSentence(code);
  const cause = errorRemedy(code);
  return sentence === undefined ? null : { sentence, ...(cause === undefined ? {} : { cause }) };
}

function isKnown(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(errorTexts, code);
}
