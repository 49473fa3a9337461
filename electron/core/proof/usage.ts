import { JsonNumber, type JsonObject, type JsonValue } from '../json/index.ts';

/** Tokens that an answer took, as the enclave counted them. No signature covers them. */
export interface TokenUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** The `usage` of an answer, or of an event of its stream; undefined where there is none that could be read. */
export function usageOf(frame: JsonObject): TokenUsage | undefined {
  const usage = frame.get('usage');
  if (!(usage instanceof Map)) return undefined;
  const promptTokens = countOf(usage.get('prompt_tokens'));
  const completionTokens = countOf(usage.get('completion_tokens'));
  return promptTokens === undefined || completionTokens === undefined ? undefined : { promptTokens, completionTokens };
}

function countOf(value: JsonValue | undefined): number | undefined {
  if (!(value instanceof JsonNumber) || !value.isInteger) return undefined;
  const count = Number(value.token);
  return Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}
