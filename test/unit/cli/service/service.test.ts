import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../../../electron/cli/io.ts';
import { runServiceInstall, runServiceStatus, runServiceUninstall } from '../../../../electron/cli/service/command.ts';
import { launchdPlist, systemdUnit } from '../../../../electron/cli/service/unit.ts';
import type { RunSystemProgram } from '../../../../electron/cli/system-program.ts';
import { SystemClock } from '../../../../electron/core/platform/index.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

/** A computer whose systemctl and launchctl keep what they are told, and fail when asked to. */
async function computer(platform: NodeJS.Platform) {
  const home = await tempHome();
  const told: string[] = [];
  let refusal: string | undefined;
  const run: RunSystemProgram = async (_, command) => {
    told.push(command.join(' '));
    if (refusal !== undefined) return { code: 1, stdout: '', stderr: refusal };
    return { code: 0, stdout: command.includes('print') ? 'state = running\n' : '', stderr: '' };
  };
  const written = { out: '' };
  const stdout = new PassThrough().on('data', chunk => {
    written.out += String(chunk);
  });
  const io: CliIo = {
    env: { GATEHOUSE_HOME: join(home, "my '50 %' $HOME") },
    stdin: process.stdin,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stdout as unknown as NodeJS.WriteStream,
    platform,
    workingFolder: () => home,
    userFolder: home,
    temporaryFolder: home,
    version: '0.0.0',
    pid: process.pid,
    program: ['/usr/bin/node', '/opt/gatehouse/gatehouse.mjs'],
    assetsFolder: home,
    clock: new SystemClock(),
    signal: new AbortController().signal,
    crash: new AbortController().signal,
    onEnd: () => undefined,
  };
  return {
    home,
    io,
    output: () => written.out,
    run,
    told: () => told,
    refuse: (text: string) => {
      refusal = text;
    },
  };
}

describe('gatehouse service on Linux', () => {
  it('writes a unit that starts this program with this home, and starts it', async () => {
    const { home, io, told, output, run } = await computer('linux');
    await runServiceInstall(io, {}, run);

    const unit = readFileSync(join(home, '.config/systemd/user/gatehouse.service'), 'utf8');
    // The backslashes of a system that is none of systemd's are quoted, too.
    const inUnit = join(home, 'my ').replaceAll('\\', '\\\\');
    expect(unit).toContain(
      `ExecStart="/usr/bin/node" "/opt/gatehouse/gatehouse.mjs" "run" "--home" "${inUnit}'50 %%' $$HOME"\n`,
    );
    expect(unit).toContain('Environment="GATEHOUSE_DASHBOARD_OPEN=false"\n');
    // A restart that a person asked for is no failure, and is followed by a start.
    expect(unit).toContain('Environment="GATEHOUSE_RESTARTED_BY=systemd"\n');
    expect(unit).toContain('RestartForceExitStatus=75\nSuccessExitStatus=75\n');
    expect(told()).toEqual([
      'systemctl --user daemon-reload',
      'systemctl --user enable gatehouse.service',
      'systemctl --user restart gatehouse.service',
    ]);
    expect(output()).toContain('loginctl enable-linger');
  });

  it('says whether it is installed, running, and of another program', async () => {
    const { io, output, run } = await computer('linux');
    await runServiceStatus(io, {}, run);
    expect(output()).toContain('Not installed (systemd). Install it with: gatehouse service install');
    await runServiceInstall(io, {}, run);
    await runServiceStatus(io, {}, run);
    expect(output()).toContain('Installed, running (systemd).');
    expect(output()).not.toContain('another program');
    await runServiceStatus({ ...io, program: ['/usr/local/bin/gatehouse'] }, {}, run);
    expect(output()).toContain('It starts another program or folder than this one.');
  });

  it('leaves nothing but what Gatehouse kept when it is removed, and does nothing a second time', async () => {
    const { home, io, told, output, run } = await computer('linux');
    await runServiceInstall(io, {}, run);
    await runServiceUninstall(io, {}, run);
    expect(existsSync(join(home, '.config/systemd/user/gatehouse.service'))).toBe(false);
    expect(told()).toContain('systemctl --user disable --now gatehouse.service');
    await runServiceUninstall(io, {}, run);
    expect(output()).toContain('No service is installed; nothing was changed.');
  });

  it('names the cause and the remedy when the service manager refuses', async () => {
    const { io, refuse, run } = await computer('linux');
    refuse('Failed to connect to bus: No medium found');

    await expect(runServiceInstall(io, {}, run)).rejects.toMatchObject({
      code: 'service_failed',
      message: expect.stringContaining('Failed to connect to bus') as string,
      remedy: expect.stringContaining('not through su or sudo') as string,
    });
  });

  it('says so where there is no systemd at all', async () => {
    const { home, io } = await computer('linux');
    const env = { ...io.env, PATH: join(home, 'nowhere') };

    await expect(runServiceInstall({ ...io, env }, {})).rejects.toMatchObject({ code: 'service_unsupported' });
  });

  it('refuses to install a copy that npx will throw away', async () => {
    const { io, run } = await computer('linux');
    const program = ['/usr/bin/node', '/home/me/.npm/_npx/12ab/node_modules/gatehouse/dist/gatehouse.mjs'];

    await expect(runServiceInstall({ ...io, program }, {}, run)).rejects.toMatchObject({ code: 'service_temporary' });
  });
});

describe('gatehouse service elsewhere', () => {
  it('writes an agent for launchd and loads it', async () => {
    const { home, io, told, output, run } = await computer('darwin');
    await runServiceInstall(io, {}, run);

    const file = join(home, 'Library/LaunchAgents/app.gatehouse.headless.plist');
    expect(readFileSync(file, 'utf8')).toContain('<string>/opt/gatehouse/gatehouse.mjs</string>');
    expect(told().at(-1)?.replace(/\d+/, 'UID')).toBe(`launchctl bootstrap gui/UID ${file}`);
    await runServiceStatus(io, {}, run);
    expect(output()).toContain('Installed, running (launchd).');
    await runServiceUninstall(io, {}, run);
    expect(existsSync(file)).toBe(false);
  });

  it('points to the desktop application on Windows', async () => {
    const { io, run } = await computer('win32');

    await expect(runServiceInstall(io, {}, run)).rejects.toMatchObject({
      code: 'service_unsupported',
      remedy: expect.stringContaining('Start with Windows') as string,
    });
  });
});

describe('the files of a service', () => {
  it('take every character of a path literally', () => {
    const program = { command: ['/a b/<&>/%h/$x/"q"/\\n'], env: {} };

    expect(systemdUnit(program)).toContain('ExecStart="/a b/<&>/%%h/$$x/\\"q\\"/\\\\n"\n');
    expect(launchdPlist(program, '/log')).toContain('<string>/a b/&lt;&amp;&gt;/%h/$x/"q"/\\n</string>');
  });
});
