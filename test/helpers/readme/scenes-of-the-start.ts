import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allowWrites, refuseWrites } from '../full-disk.ts';
import { busyPort, type Scene } from './stage.ts';

/** What goes wrong where Gatehouse starts. */
export const SCENES_OF_THE_START: readonly Scene[] = [
  {
    sees: 'Endpoint  port busy',
    play: async stage => {
      stage.env['GATEHOUSE_PROXY_PORT'] = String(await busyPort(stage));
      const first = await stage.run();
      await stage.sees();
      await first.interrupt();
      stage.names('--port N');
      await stage.run('--port 0');
      await stage.shows('Endpoint  listening');
    },
  },
  {
    sees: 'Gatehouse is already running',
    play: async stage => {
      await stage.run();
      await stage.sees('npx gatehouse run || true');
      stage.names('--home DIR');
      await stage.run(`--home ${join(stage.home, 'other')}`);
    },
  },
  {
    sees: 'The settings file was damaged',
    play: async stage => {
      await writeFile(join(stage.home, 'config.json'), '{"tee": {"refreshSeconds": 60}, "proxy": ');
      await stage.sees('npx gatehouse run || true');
      await writeFile(join(stage.home, 'config.json'), '{"tee": {"refreshSeconds": 60}}');
      const again = await stage.run();
      if (again.text().includes('damaged')) throw new Error(again.text());
    },
  },
  {
    sees: 'written by a newer Gatehouse',
    play: async stage => {
      const settings = join(stage.home, 'config.json');
      await writeFile(settings, '{"version": 2}');
      await stage.sees('npx gatehouse run || true');
      stage.names('--config FILE');
      const other = join(stage.home, 'other.json');
      await writeFile(other, '{}');
      await stage.run(`--config ${other}`);
    },
  },
  {
    sees: 'Storage  full',
    play: async stage => {
      await stage.run();
      const { text } = await stage.type('npx gatehouse status --json');
      const { app } = JSON.parse(text) as { app: { pid: number } };
      await refuseWrites(app.pid);
      await stage.type('npx gatehouse rotate tee');
      await stage.sees();
      await allowWrites(app.pid);
      await stage.shows('open. This is the sandbox');
    },
  },
  {
    sees: 'ended unexpectedly',
    play: async stage => {
      await stage.run();
      const { text } = await stage.type('npx gatehouse status --json');
      const { app } = JSON.parse(text) as { app: { pid: number } };
      process.kill(app.pid, 'SIGKILL');
      const again = await stage.run();
      stage.isSeenIn(again.text());
      await stage.does('npx gatehouse diagnostics --output report.txt', {
        'report.txt': join(stage.home, 'report.txt'),
      });
    },
  },
  {
    sees: 'Safe mode',
    play: async stage => {
      await stage.run('--sandbox --safe-mode');
      await stage.sees();
      await stage.does('npx gatehouse diagnostics --output report.txt', {
        'report.txt': join(stage.home, 'report.txt'),
      });
      await stage.does('npx gatehouse safe-mode leave');
      await stage.shows('All three gates are open');
    },
  },
  {
    sees: 'proxy.port from',
    play: async stage => {
      stage.env['GATEHOUSE_PROXY_PORT'] = 'eighty';
      await stage.sees('npx gatehouse run || true');
      stage.env['GATEHOUSE_PROXY_PORT'] = '0';
      await stage.run();
    },
  },
  {
    sees: 'is needed for a network of your own',
    play: async stage => {
      stage.env['GATEHOUSE_RELAY_URL'] = 'http://127.0.0.1:9';
      await stage.sees('npx gatehouse run || true');
      stage.names('--sandbox');
      await stage.run('--sandbox');
    },
  },
  {
    sees: 'Note  No registry and relay are configured',
    play: async stage => {
      const host = await stage.run();
      stage.isSeenIn(host.text());
      const answers = join(stage.home, 'answers.json');
      await writeFile(answers, '{"network":{"kind":"sandbox"}}');
      await stage.does('npx gatehouse setup', { setup: `setup --answers ${answers}` });
    },
  },
  {
    sees: 'The key of the secrets file',
    play: async stage => {
      const token = join(stage.env['HOME'] ?? '', 'token.txt');
      await writeFile(token, 'a-token-of-the-relay\n');
      await stage.type(`npx gatehouse secret set relay.token < ${token}`);
      const moved = join(stage.home, '..', '..', 'moved');
      await rename(stage.home, moved);
      stage.env['GATEHOUSE_HOME'] = moved;
      await stage.sees('npx gatehouse secret list || true');
      stage.names('secrets.encrypted.json');
      await rm(join(moved, 'secrets.encrypted.json'));
      await stage.does('npx gatehouse secret set NAME', { NAME: `relay.token < ${token}` });
      await stage.shows('relay.token', 'npx gatehouse secret list');
    },
  },
  {
    sees: 'The keychain of this computer cannot be used',
    play: async stage => {
      await stage.sees('npx gatehouse secret move keychain || true');
      await stage.does('npx gatehouse secret move encrypted-file');
      await stage.run();
      await stage.shows('Secrets  In … encrypted');
    },
  },
  {
    sees: 'Paused',
    play: async stage => {
      await stage.run();
      await stage.type('npx gatehouse pause');
      await stage.sees();
      await stage.does('npx gatehouse resume');
      await stage.shows('All three gates are open');
    },
  },
];
