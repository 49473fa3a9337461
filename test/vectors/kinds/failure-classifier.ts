import {
  classifyFailure,
  classifyProviderResponse,
  classifyPullTerminal,
  extractFailureText,
} from '../../../electron/core/subscriptions/index.ts';
import { type CaseFields, difference } from '../case.ts';
import type { VectorKind } from '../kind.ts';

const NOW_MS = Date.UTC(2026, 10, 1);

/** Status and text of a failed turn → what it says of the credential, and by which rule. */
const failedTurn: VectorKind = {
  name: 'failed-turn',
  matches: testCase => has(testCase, 'status', 'message', 'expected') && !has(testCase, 'body'),
  async run(testCase) {
    const fields = testCase as CaseFields;
    const verdict = classifyFailure({ status: statusOf(fields), message: messageOf(fields) });
    return (
      difference('kind', fields['expected'], verdict.kind) ??
      difference('rule', fields['rule'] ?? verdict.rule, verdict.rule)
    );
  },
};

/** Error code of a job that the agent fetched itself. */
const pullTerminal: VectorKind = {
  name: 'pull-terminal',
  matches: testCase => has(testCase, 'outcome', 'error_code', 'expected'),
  async run(testCase) {
    const fields = testCase as CaseFields;
    const code = fields['error_code'];
    const verdict = classifyPullTerminal({
      outcome: String(fields['outcome']),
      errorCode: typeof code === 'string' ? code : null,
      message: messageOf(fields),
    });
    return difference('kind', fields['expected'], verdict.kind);
  },
};

/** Body → error text → verdict. */
const extraction: VectorKind = {
  name: 'failure-text',
  matches: testCase => has(testCase, 'status', 'body', 'message', 'expected'),
  async run(testCase) {
    const fields = testCase as CaseFields;
    const message = extractFailureText(String(fields['body']));
    const verdict = classifyFailure({ status: statusOf(fields), message });
    return difference('text', fields['message'], message) ?? difference('kind', fields['expected'], verdict.kind);
  },
};

/** Inputs on which the reference is wrong or blind; what stands in the text as a header or an event is read as such. */
const divergence: VectorKind = {
  name: 'failed-turn-better',
  matches: testCase => has(testCase, 'status', 'message', 'recommended'),
  async run(testCase) {
    const fields = testCase as CaseFields;
    const status = statusOf(fields);
    const message = messageOf(fields) ?? '';
    const [, name, value] = /^(anthropic-ratelimit-[\w-]+): (.+)$/.exec(message) ?? [];
    const isSeenOnTheWire = name !== undefined || message.startsWith('event: ');
    const headers = name === undefined || value === undefined ? {} : { [name]: value };
    const body = message.replace(/^event: (\w+) data: /, 'event: $1\ndata: ');
    const verdict =
      isSeenOnTheWire && status !== null
        ? classifyProviderResponse({ status, headers, body }, NOW_MS)
        : classifyFailure({ status, message, isTurnFailed: true });
    return difference('kind', fields['recommended'], verdict.kind);
  },
};

export const failureKinds: readonly VectorKind[] = [failedTurn, pullTerminal, extraction, divergence];

function has(testCase: unknown, ...names: readonly string[]): boolean {
  return typeof testCase === 'object' && testCase !== null && names.every(name => name in testCase);
}

function statusOf(fields: CaseFields): number | null {
  const status = fields['status'];
  return typeof status === 'number' ? status : null;
}

function messageOf(fields: CaseFields): string | null {
  const message = fields['message'];
  return typeof message === 'string' ? message : null;
}
