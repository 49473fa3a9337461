import { writtenResetMs } from './reset-time.ts';

/** No subscription can serve a model that the command line or the API does not know. */
const MODEL_REJECTION = ['[claude-code:unrecognized_model]', 'does not support this model', 'model unsupported:'];

/** The container cannot run the command line at all; another token would fail there as well. */
const CONTAINER_FAULT = ['claude code is not available in this container', 'permission bypass failed'];

/** The process was ended from outside. On word borders: "room" and "bloom" are no out-of-memory kills. */
const KILL =
  /\b(?:sigkill|sigterm|sigint|exit code (?:-9|-15|-2|137|143|130)|terminated by|killed by|out of memory|oom(?:[-_ ]?kill(?:ed|er)?)?|memory cgroup)\b/i;

/** Extensions that turn a word in front of them into a file's name. */
const FILE_NAME = String.raw`(?![\w-]{0,40}\.(?:enc|json|ya?ml|toml|env|txt|log|lock|pem|key|cfg|ini|xml|html?|md|py|[cm]?[jt]sx?|sh|go|rs|rb|php|java)\b)`;

/** Words of a refused credential; not as (part of) a file's name. */
const AUTH_WORDS = new RegExp(
  String.raw`(?<!(?:^|[\s"'(/\\])\.)(?:credit balance|unauthorized|authentication|credentials|forbidden|oauth|token expired|not authenticated|invalid bearer token|invalid_grant|run /login)${FILE_NAME}`,
  'i',
);

/** 401 or 403 as a status: not inside a longer number, not as the number of a thing, and not as a count of things. */
const AUTH_NUMBER =
  /(?<![\d.,_-])(?<!\b(?:port|line|item|row|column|page|issue|id|number|step|took|after)[ #:]{1,3})40[13](?!\d|[.,]\d|_)(?!\s{1,4}(?:more |other )?(?:retries|attempts|items|lines|files|tokens|rows|bytes|messages|times|ms|seconds|entries|results|tests)\b)/i;

/** A line in which a tool, not the model's provider, was refused. */
const TOOL_LINE =
  /^\s*(?:mcp (?:server|tool)\b[^:\n]{0,80}|(?:github|gitlab|bitbucket|jira|confluence|slack|notion|linear|google \w{1,20}|aws|azure|docker|npm|pip|git|gh|curl|wget|kubectl)(?: (?:api|cli))?)\s{0,4}:/i;

/** A limit that passes within the minute, or concerns one request: moving to another subscription would not help. */
const THROTTLE = [
  'not your usage limit',
  'temporary capacity issue',
  'concurrent connections',
  'concurrent requests',
  'requests per minute',
  'tokens per minute',
  'acceleration limit',
];

/** A refusal of what this one request asks for; the next small one on the same subscription works. */
const REQUEST_SCOPED = ['extra usage is required for long context', 'extra usage required for long context'];

/** An intermediary's own 503: it never reached the agent. */
const PROXY_FAULT = [
  'upstream connect error',
  'disconnect/reset before headers',
  'no healthy upstream',
  'no server is available to handle this request',
  '503 service temporarily unavailable',
];

/** The limit sentence as the command line writes it, as the whole text and with its reset. */
const LIMIT_SENTENCE = [
  /^\s*claude (?:ai )?usage limit reached\|\d{9,13}\s*$/i,
  /^\s*you['’]ve (?:hit|reached) your (?:[\w-]{1,20} ){0,3}limit\s{0,4}[·∙•|,-]\s{0,4}resets [^\n]{1,80}$/i,
];

/** Text beyond this many characters is not looked at. */
const MAX_TEXT = 65_536;

/** What the text of a failure speaks of. Only what is asked for is searched. */
export class FailureText {
  readonly #text: string;
  readonly #lower: string;

  constructor(message: string | null | undefined) {
    this.#text = (message ?? '').slice(0, MAX_TEXT);
    this.#lower = this.#text.toLowerCase();
  }

  get rejectsModel(): boolean {
    return this.#has(MODEL_REJECTION);
  }

  get isContainerFault(): boolean {
    return this.#has(CONTAINER_FAULT);
  }

  get isKill(): boolean {
    return KILL.test(this.#text);
  }

  get isThrottle(): boolean {
    return this.#has(THROTTLE);
  }

  get isRequestScoped(): boolean {
    return this.#has(REQUEST_SCOPED);
  }

  get isProxyFault(): boolean {
    return this.#has(PROXY_FAULT);
  }

  /** Exactly what an agent server answers to a caller without its own access token. */
  get isControlPlaneRefusal(): boolean {
    return this.#lower.trim() === 'unauthorized';
  }

  get isLimitSentence(): boolean {
    return LIMIT_SENTENCE.some(sentence => sentence.test(this.#text));
  }

  /** Words of a refused credential outside of lines in which a tool was refused. */
  get hasAuthIndicator(): boolean {
    return this.#text
      .split('\n')
      .filter(line => !TOOL_LINE.test(line))
      .some(line => AUTH_WORDS.test(line) || AUTH_NUMBER.test(line));
  }

  /**
   * The reset that the limit sentence names, milliseconds since the epoch: after the bar, or written for people, which
   * takes `nowMs` to know the day.
   */
  resetsAtMs(nowMs: number | undefined): number | undefined {
    const digits = /limit reached\|(\d{9,13})(?!\d)/i.exec(this.#text)?.[1];
    if (digits === undefined) return nowMs === undefined ? undefined : writtenResetMs(this.#text, nowMs);
    return digits.length > 10 ? Number(digits) : Number(digits) * 1000;
  }

  #has(markers: readonly string[]): boolean {
    return markers.some(marker => this.#lower.includes(marker));
  }
}
