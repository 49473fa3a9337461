import { Fragment } from 'react';
import type { Told } from '../../electron/contract/index.ts';
import { Quoted } from './quoted.tsx';
import { Sentence } from './sentence.tsx';

/** A sentence that the page made of `told`: the words of others in it are marked as what they are. */
export function OwnSentence({ value, told }: { value: string; told: Told | undefined }) {
  return partsOf(value, foreignWords(told)).map(({ isForeign, text }, index) => (
    // The parts of one sentence never change places.
    <Fragment key={`${index}-${text}`}>{isForeign ? <Quoted value={text} /> : <Sentence value={text} />}</Fragment>
  ));
}

/** What others said, in `told` and in what it quotes. */
function foreignWords(told: Told | undefined): readonly string[] {
  if (told === undefined) return [];
  return [...(told.why === undefined || told.why === '' ? [] : [told.why]), ...foreignWords(told.of)];
}

interface Part {
  readonly isForeign: boolean;
  readonly text: string;
}

/** `value` cut at what stands in it between quotation marks and is one of `foreign`. */
function partsOf(value: string, foreign: readonly string[]): readonly Part[] {
  const [first, ...others] = foreign;
  if (first === undefined) return [{ isForeign: false, text: value }];
  const at = value.indexOf(`„${first}“`) + 1;
  if (at === 0) return partsOf(value, others);
  const end = at + first.length;
  return [
    ...partsOf(value.slice(0, at), others),
    { isForeign: true, text: first },
    ...partsOf(value.slice(end), others),
  ];
}
