import type { DiagnosticCheck, Health, StatusSnapshot } from '../../../../contract/index.ts';

/** The verdict of each gate as the status has it, in their order. */
export function gateVerdicts({ gateway, tee, subscriptions }: StatusSnapshot, nowMs: number): DiagnosticCheck[] {
  const base = { checkedAt: nowMs, durationMs: 0 };
  return [
    {
      ...base,
      id: 'gate-gateway',
      gate: 'gateway',
      title: 'Gateway',
      verdict: gateway === null ? 'unknown' : verdictOf(gateway.health),
      sentence: gateway?.sentence ?? 'No gateway is configured.',
      ...(gateway === null ? { told: { code: 'check_no_gateway' } as const } : {}),
      remedy: gateway?.remedy?.text ?? null,
    },
    {
      ...base,
      id: 'gate-tee',
      gate: 'tee',
      title: 'Private inference',
      verdict: verdictOf(tee.health),
      sentence: tee.sentence,
      remedy: tee.remedy?.text ?? null,
    },
    {
      ...base,
      id: 'gate-subscriptions',
      gate: 'subscriptions',
      title: 'Subscriptions',
      verdict: subscriptions.state === 'not-configured' ? 'unknown' : verdictOf(subscriptions.health),
      sentence: subscriptions.sentence,
      remedy: subscriptions.remedy?.text ?? null,
    },
  ];
}

function verdictOf(health: Health): DiagnosticCheck['verdict'] {
  return health === 'paused' ? 'working' : health;
}
