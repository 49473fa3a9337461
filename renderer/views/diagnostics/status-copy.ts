import type { StatusSnapshot } from '../../../electron/contract/index.ts';

/** The status as a few lines to be given away: the sentences of the core, and what is to be done. No secret is in a snapshot. */
export function statusCopy({
  app,
  headline,
  paused,
  gateway,
  tee,
  subscriptions,
  proxy,
  account,
}: StatusSnapshot): string {
  const parts = [
    ['Gateway', gateway],
    ['TEE', tee],
    ['Subscriptions', subscriptions],
    ['Endpoint', proxy],
    ['Account', account.requestsUse === 'account' || account.requestsUse === 'nothing' ? account : null],
  ] as const;
  return [
    `Gatehouse ${app.version} (${app.host})`,
    headline,
    ...(paused === null ? [] : ['Paused: nothing is rotated or reconnected.']),
    ...parts.flatMap(([name, part]) => {
      if (part === null) return name === 'Gateway' ? ['Gateway: none is configured.'] : [];
      return [`${name}: ${part.sentence}`, ...(part.remedy === null ? [] : [`  ${part.remedy.text}`])];
    }),
    '',
  ].join('\n');
}
