import type { VerificationCheck } from '../proof/index.ts';

type CheckWords = Readonly<Record<VerificationCheck, (tee: string) => string>>;

/** What was wrong with an answer that did not prove itself, in a sentence. */
export const ENGLISH_CHECKS: CheckWords = {
  missing_field: tee => `An answer of ${tee} lacked a part of its proof.`,
  tee_id_vs_signing_key: tee => `The key of ${tee} does not belong to its id.`,
  tee_id_vs_expected: tee => `Another TEE than ${tee} gave an answer.`,
  request_hash: tee => `An answer of ${tee} was to another request.`,
  output_hash: tee => `An answer of ${tee} was changed on its way.`,
  signature: tee => `The signature of ${tee} did not match.`,
  content_encoding: tee => `An answer of ${tee} was packed in an unknown way.`,
  malformed_inner: tee => `An answer of ${tee} could not be read.`,
  missing_final_frame: tee => `An answer of ${tee} ended before its proof.`,
  timestamp: tee => `An answer of ${tee} had no usable time.`,
  freshness: tee => `An answer of ${tee} was too old.`,
  unsigned_tool_calls: tee => `An answer of ${tee} had tool calls that nobody signed.`,
  unsigned_choices: tee => `An answer of ${tee} had choices that nobody signed.`,
  response_type: tee => `An answer of ${tee} was of another kind than asked for.`,
  channel: tee => `The sealed channel of ${tee} did not match.`,
};

/** The same in German. */
export const GERMAN_CHECKS: CheckWords = {
  missing_field: tee => `Einer Antwort von ${tee} fehlte ein Teil ihres Nachweises.`,
  tee_id_vs_signing_key: tee => `Der Schlüssel von ${tee} gehört nicht zu ihrer Kennung.`,
  tee_id_vs_expected: tee => `Eine andere TEE als ${tee} hat geantwortet.`,
  request_hash: tee => `Eine Antwort von ${tee} galt einer anderen Anfrage.`,
  output_hash: tee => `Eine Antwort von ${tee} wurde unterwegs verändert.`,
  signature: tee => `Die Signatur von ${tee} stimmt nicht.`,
  content_encoding: tee => `Eine Antwort von ${tee} war auf unbekannte Weise gepackt.`,
  malformed_inner: tee => `Eine Antwort von ${tee} war nicht lesbar.`,
  missing_final_frame: tee => `Eine Antwort von ${tee} endete vor ihrem Nachweis.`,
  timestamp: tee => `Eine Antwort von ${tee} hatte keine brauchbare Zeit.`,
  freshness: tee => `Eine Antwort von ${tee} war zu alt.`,
  unsigned_tool_calls: tee => `Eine Antwort von ${tee} hatte Werkzeugaufrufe ohne Signatur.`,
  unsigned_choices: tee => `Eine Antwort von ${tee} hatte Varianten ohne Signatur.`,
  response_type: tee => `Eine Antwort von ${tee} war von anderer Art als verlangt.`,
  channel: tee => `Der versiegelte Kanal von ${tee} stimmt nicht.`,
};

/** The sentence of a check; undefined for one that this version does not know. */
export function checkSentence(words: CheckWords, check: string, tee: string): string | undefined {
  return Object.hasOwn(words, check) ? words[check as VerificationCheck](tee) : undefined;
}
