import { describe, expect, it } from 'vitest';
import { StreamAccumulator } from '../../../electron/core/proof/index.ts';

function usageOfStream(...events: readonly object[]): unknown {
  const stream = new StreamAccumulator();
  for (const event of events) stream.push(Buffer.from(`data: ${JSON.stringify(event)}\n\n`));
  return stream.finish().usage;
}

const COUNTS = { prompt_tokens: 7, completion_tokens: 9 };

describe('the token counts of a stream', () => {
  it('are those of the last event that says them, also after the signature', () => {
    const early = { ...COUNTS, completion_tokens: 1 };
    expect(
      usageOfStream(
        { usage: early, choices: [] },
        { tee_signature: 'AAAA', choices: [] },
        { usage: COUNTS, choices: [] },
      ),
    ).toEqual({ promptTokens: 7, completionTokens: 9 });
  });

  it('are unknown when no event says them', () => {
    expect(usageOfStream({ choices: [] }, { usage: null, choices: [] })).toBeUndefined();
  });
});
