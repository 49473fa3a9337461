import { describe, expect, it } from 'vitest';
import { runLine } from '../../../electron/cli/run-line.ts';

describe('the command that starts a host again', () => {
  it('is the bare one without options', () => {
    expect(runLine({ dashboard: true })).toBe('gatehouse run');
  });

  it('has every option again, quoted for a shell', () => {
    const options = {
      sandbox: true,
      seed: "it's mine",
      port: '0',
      verification: 'strict',
      dashboard: false,
      quiet: true,
      home: '/home/some one',
      config: '/etc/gatehouse.json',
    } as const;

    expect(runLine(options)).toBe(
      String.raw`gatehouse run --sandbox --seed 'it'\''s mine' --port 0 --verification strict --no-dashboard --quiet --home '/home/some one' --config /etc/gatehouse.json`,
    );
  });
});
