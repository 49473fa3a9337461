/** The end marker of an OpenAI event stream. */
export const DONE_EVENT = 'data: [DONE]\n\n';

/** Sent while a verified answer is being waited for; a comment, which every event-stream parser skips. */
export const KEEP_ALIVE_COMMENT = ': verifying\n\n';

/** One `data` event. `data` is one line: the stream parser split it at line breaks. */
export function dataEvent(data: string): string {
  return `data: ${data}\n\n`;
}

/** The proof of the stream before it, as a comment: readable by who looks for it, invisible to any client library. */
export function proofComment(proof: string): string {
  return `: opengradient_verification ${proof}\n\n`;
}

/** Headers of every event stream. `X-Accel-Buffering` keeps a reverse proxy in front from holding events back. */
export const SSE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
};
