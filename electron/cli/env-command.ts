import { GatehouseError } from '../core/platform/index.ts';
import { runningEndpoint } from './endpoint.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { printLine } from './io.ts';
import { settingsOf } from './place.ts';

/** The shells that `gatehouse env` can speak to. */
export const SHELLS = ['sh', 'powershell', 'cmd', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** The syntax of the shell that a person of this platform most likely types in. */
export function usualShell(platform: NodeJS.Platform): Shell {
  return platform === 'win32' ? 'powershell' : 'sh';
}

/** Any value does: the endpoint authenticates nobody, but the clients insist on one. */
const API_KEY = 'gatehouse';

const SYNTAX: Readonly<Record<Shell, { comment: string; assign: (name: string, value: string) => string }>> = {
  sh: { comment: '#', assign: (name, value) => `export ${name}='${value}'` },
  powershell: { comment: '#', assign: (name, value) => `$env:${name} = '${value}'` },
  cmd: { comment: 'REM', assign: (name, value) => `set "${name}=${value}"` },
  fish: { comment: '#', assign: (name, value) => `set -gx ${name} '${value}'` },
};

/** The lines that point an OpenAI client at `endpoint`. Notes become comments of the shell. */
export function envLines(shell: Shell, endpoint: string, notes: readonly string[]): string[] {
  return envText(shell, { OPENAI_BASE_URL: endpoint, OPENAI_API_KEY: API_KEY }, notes);
}

/** The lines that set `variables`. Notes become comments of the shell. */
export function envText(shell: Shell, variables: Readonly<Record<string, string>>, notes: readonly string[]): string[] {
  const { comment, assign } = SYNTAX[shell];
  return [
    ...notes.map(note => `${comment} ${note}`),
    ...Object.entries(variables).map(([name, value]) => assign(name, value)),
  ];
}

/** Options of `gatehouse env`. */
export interface EnvOptions extends PlaceOptions {
  readonly shell: Shell;
}

/** `gatehouse env`: from the running instance, or from the settings when there is none. */
export async function runEnv(io: CliIo, options: EnvOptions): Promise<void> {
  const { endpoint, notes } = await findEndpoint(io, options);
  for (const line of envLines(options.shell, endpoint, notes)) printLine(io, line);
}

/** The endpoint of the running instance, or the one that the settings name, with what is to be said of it. */
export async function findEndpoint(io: CliIo, options: PlaceOptions): Promise<{ endpoint: string; notes: string[] }> {
  try {
    const { endpoint, snapshot } = await runningEndpoint(io, options);
    const notes = ['Sandbox: answers come from the embedded sandbox, not from a real network.'];
    return { endpoint, notes: snapshot.sandbox === null ? [] : notes };
  } catch (error) {
    if (!(error instanceof GatehouseError) || error.code !== 'not_running') throw error;
    return {
      endpoint: await configuredEndpoint(io, options),
      notes: ['Gatehouse is not running. Start it with: gatehouse run'],
    };
  }
}

async function configuredEndpoint(io: CliIo, options: PlaceOptions): Promise<string> {
  const { host, port } = (await settingsOf(io, options)).settings.proxy;
  if (port === 0) {
    throw new GatehouseError('endpoint_unknown', 'The port is chosen anew at each start (proxy.port is 0).', {
      remedy: 'Start Gatehouse first: gatehouse run',
    });
  }
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/v1`;
}
