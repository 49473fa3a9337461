import { JsonNumber, type JsonObject, JsonSyntaxError, type JsonValue, parseJson } from '../json/index.ts';
import { EnclaveError, VerificationError } from './errors.ts';
import { errorText } from './inner.ts';
import { contentText, SIDE_TEXTS, type SignedOutput, signedChoiceOnly } from './output.ts';
import { pythonStrip } from './python-strip.ts';
import { SseLines } from './sse-lines.ts';
import { ToolCallSlots } from './tool-call-slots.ts';
import { isTruthy } from './truthiness.ts';
import { type TokenUsage, usageOf } from './usage.ts';

/** One JSON object of the stream, parsed: what may be passed on. Comments, `[DONE]` and other lines give no event. */
export interface StreamEvent {
  /** The frame, without choices beyond the first, which no signature covers. */
  readonly frame: JsonObject;
  /** It carries the closing signature. Content may stand in it, and even after it. */
  readonly isSigned: boolean;
}

/** What the whole stream amounts to, for {@link verifyStream}. */
export interface StreamOutcome {
  /** Events of a last line that had no line end. */
  readonly events: readonly StreamEvent[];
  /** The last frame with a signature; null when none came. */
  readonly signedFrame: JsonObject | null;
  readonly output: SignedOutput;
  /** Of the last event that said it. */
  readonly usage?: TokenUsage;
}

/**
 * Reads the opened bytes of a streamed answer as they come, and gathers what the closing signature covers. Keeps the
 * text of the answer, not the bytes. Use one for one stream; after an error it is spent.
 */
export class StreamAccumulator {
  readonly #lines = new SseLines();
  readonly #text: string[] = [];
  readonly #calls = new ToolCallSlots();
  readonly #unsignedTexts = new Set<string>();
  #mostChoices = 0;
  #hasForeignCalls = false;
  #signedFrame: JsonObject | null = null;
  #odd: EnclaveError | undefined;
  #usage: TokenUsage | undefined;

  /**
   * The events completed by this chunk. Throws {@link EnclaveError} (502) when the enclave reports an error in the
   * stream, {@link VerificationError} for invalid UTF-8 (`content_encoding`), odd shapes (`malformed_inner`), or
   * content of another choice in the place of the first (`unsigned_choices`).
   */
  push(chunk: Uint8Array): StreamEvent[] {
    return this.#read(this.#lines.push(chunk));
  }

  /** Call once, after the last chunk. Throws like {@link push}. */
  finish(): StreamOutcome {
    const events = this.#read(this.#lines.finish());
    if (this.#signedFrame === null && this.#odd !== undefined) throw this.#odd;
    const usage = this.#usage === undefined ? {} : { usage: this.#usage };
    return { events, signedFrame: this.#signedFrame, output: this.#output(), ...usage };
  }

  #read(lines: readonly string[]): StreamEvent[] {
    const events: StreamEvent[] = [];
    for (const line of lines) {
      const frame = parseLine(line);
      if (frame !== undefined) events.push(this.#take(frame));
    }
    return events;
  }

  #take(frame: JsonObject): StreamEvent {
    const error = frame.get('error');
    if (typeof error === 'string') throw new EnclaveError(502, errorText(frame));
    // Not an error by the reference client's rule, and it may be signed all the same; it explains a stream that is not.
    if (error instanceof Map) this.#odd = new EnclaveError(502, errorText(frame));
    const isSigned = typeof frame.get('tee_signature') === 'string' || typeof frame.get('tee_output_hash') === 'string';
    if (isSigned) this.#signedFrame = frame;
    this.#usage = usageOf(frame) ?? this.#usage;
    const choices = frame.get('choices');
    if (Array.isArray(choices)) {
      this.#mostChoices = Math.max(this.#mostChoices, choices.length);
      this.#takeChoice(choices[0]);
    }
    return { frame: signedChoiceOnly(frame), isSigned };
  }

  #takeChoice(choice: JsonValue | undefined): void {
    if (!(choice instanceof Map)) return;
    const index = choice.get('index');
    if (index instanceof JsonNumber && Number(index.token) !== 0) {
      throw new VerificationError(
        'unsigned_choices',
        'The stream carries a choice that its signature cannot tell apart.',
      );
    }
    const delta = choice.get('delta');
    if (!(delta instanceof Map)) return;
    const text = contentText(delta.get('content'));
    if (text !== '') this.#text.push(text);
    const calls = delta.get('tool_calls');
    if (Array.isArray(calls)) this.#takeCalls(calls);
    else if (isTruthy(calls)) this.#hasForeignCalls = true;
    if (isTruthy(delta.get('function_call'))) this.#hasForeignCalls = true;
    for (const key of SIDE_TEXTS) if (isTruthy(delta.get(key))) this.#unsignedTexts.add(key);
  }

  #takeCalls(fragments: readonly JsonValue[]): void {
    this.#calls.add(fragments);
    // A custom tool's input is no part of what is hashed for a streamed call.
    if (fragments.some(fragment => fragment instanceof Map && isTruthy(fragment.get('custom')))) {
      this.#hasForeignCalls = true;
    }
  }

  #output(): SignedOutput {
    const content = this.#text.join('');
    const signsCalls = !this.#calls.isEmpty && finishReason(this.#signedFrame) === 'tool_calls';
    const unsignedTexts = [...this.#unsignedTexts];
    if (signsCalls && content !== '') unsignedTexts.unshift('content');
    const others = Array.from({ length: Math.max(this.#mostChoices - 1, 0) }, (_, index) => `choices[${index + 1}]`);
    return {
      text: signsCalls ? this.#calls.toText() : content,
      covers: signsCalls ? 'tool_calls' : 'content',
      unsignedFields: [...unsignedTexts.map(key => `choices[0].delta.${key}`), ...others],
      hasUnsignedToolCalls: this.#hasForeignCalls || (!signsCalls && !this.#calls.isEmpty),
    };
  }
}

function parseLine(line: string): JsonObject | undefined {
  const stripped = pythonStrip(line);
  if (!stripped.startsWith('data:')) return undefined;
  const payload = pythonStrip(stripped.slice('data:'.length));
  if (payload === '' || payload === '[DONE]') return undefined;
  try {
    const value = parseJson(payload);
    return value instanceof Map ? value : undefined;
  } catch (thrown) {
    if (thrown instanceof JsonSyntaxError) return undefined;
    throw thrown;
  }
}

function finishReason(frame: JsonObject | null): JsonValue | undefined {
  const choices = frame?.get('choices');
  const [first] = Array.isArray(choices) ? choices : [];
  return first instanceof Map ? first.get('finish_reason') : undefined;
}
