import { EXIT } from '../exit.ts';

/** What a service starts: a program with its arguments, and the variables that it needs. */
export interface ServiceProgram {
  /** Absolute path first. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** How long an orderly end may take: requests under way are finished first. In seconds. */
const STOP_LIMIT_S = 60;

/**
 * Past so many starts in this time systemd gives up. Above the three crashes after which a start is in safe mode, so that
 * a person finds that one running; and not endless, for what crashes even there.
 */
const START_LIMIT = 10;
const START_LIMIT_S = 600;

/**
 * The unit for systemd's user manager. Wrong usage (exit code 2) is not tried again; anything else
 * is, after a pause, and a restart that a person asked for is no failure.
 * Syntax: https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html
 */
export function systemdUnit({ command, env }: ServiceProgram): string {
  return `# Written by "gatehouse service install"; "gatehouse service uninstall" removes it.
[Unit]
Description=Gatehouse
StartLimitIntervalSec=${START_LIMIT_S}
StartLimitBurst=${START_LIMIT}

[Service]
Type=exec
ExecStart=${command.map(systemdWord).join(' ')}
${Object.entries(env)
  .map(([name, value]) => `Environment=${systemdWord(`${name}=${value}`)}\n`)
  .join('')}Restart=on-failure
RestartSec=5
RestartPreventExitStatus=2
RestartForceExitStatus=${EXIT.restart}
SuccessExitStatus=${EXIT.restart}
TimeoutStopSec=${STOP_LIMIT_S}
UMask=0077
NoNewPrivileges=yes

[Install]
WantedBy=default.target
`;
}

/** One word of a command line in a unit: quoted, with what systemd would replace taken literally. */
function systemdWord(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('%', '%%')
    .replaceAll('$', '$$$$')
    .replaceAll('\n', '\\n');
  return `"${escaped}"`;
}

/** Whether a service's file, as {@link systemdUnit} or {@link launchdPlist} wrote it, starts Gatehouse in that home folder. */
export function startsHome(text: string, home: string): boolean {
  return text.includes(systemdWord(home)) || text.includes(`<string>${xml(home)}</string>`);
}

/** The name that launchd knows the agent by. */
export const LAUNCHD_LABEL = 'app.gatehouse.headless';

/** The property list of a launchd agent. `logFile` takes what is written before our own log is open. */
export function launchdPlist({ command, env }: ServiceProgram, logFile: string): string {
  const strings = command.map(word => `    <string>${xml(word)}</string>`).join('\n');
  const variables = Object.entries(env)
    .map(([name, value]) => `    <key>${xml(name)}</key>\n    <string>${xml(value)}</string>\n`)
    .join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${LAUNCHD_LABEL}</string>
  <key>ProgramArguments</key>
  <array>
${strings}
  </array>
  <key>EnvironmentVariables</key>
  <dict>
${variables}  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>5</integer>
  <key>ExitTimeOut</key>
  <integer>${STOP_LIMIT_S}</integer>
  <key>Umask</key>
  <integer>63</integer>
  <key>StandardErrorPath</key>
  <string>${xml(logFile)}</string>
</dict>
</plist>
`;
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
