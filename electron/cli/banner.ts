import type { StatusSnapshot } from '../contract/index.ts';

/** What the banner shows. */
export interface BannerFacts {
  readonly snapshot: StatusSnapshot;
  /** With its one-time token; null when there is no dashboard, with the reason in `notes`. */
  readonly dashboardUrl: string | null;
  /** Sentences that a person should read now. */
  readonly notes: readonly string[];
}

const LABEL_WIDTH = 11;

/** The text that the headless host starts with. */
export function bannerText({ snapshot, dashboardUrl, notes }: BannerFacts): string {
  const { app, proxy, sandbox } = snapshot;
  return [
    `Gatehouse ${app.version}`,
    '',
    ...(sandbox === null
      ? []
      : [
          `  SANDBOX: everything below comes from the embedded sandbox (seed ${sandbox.seed}), not from a real network.`,
          '',
        ]),
    row('Endpoint', proxy.endpoint ?? `closed. ${proxy.sentence}`),
    ...(proxy.remedy === null ? [] : [row('', proxy.remedy.text)]),
    ...(dashboardUrl === null ? [] : [row('Dashboard', dashboardUrl)]),
    row('Home', app.home),
    ...notes.map(note => row('Note', note)),
    '',
    '',
  ].join('\n');
}

/** One machine-readable line for programs that start the host and wait for it. */
export function readyLine({ snapshot, dashboardUrl }: BannerFacts): string {
  const { app, proxy, sandbox } = snapshot;
  return `ready ${JSON.stringify({ pid: app.pid, home: app.home, endpoint: proxy.endpoint, dashboardUrl, sandbox })}\n`;
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${text}`;
}
