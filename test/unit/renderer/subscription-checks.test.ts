import { describe, expect, it } from 'vitest';
import { parseAgentUrl } from '../../../electron/core/agents/index.ts';
import {
  addressProblem,
  agentNameProblem,
  nameProblem,
  shellLine,
  tokenShape,
} from '../../../renderer/views/subscriptions/checks.ts';

const BODY = 'x'.repeat(40);

describe('a token that is typed', () => {
  it.each([
    ['', 'empty', null],
    ['  \n', 'empty', null],
    ['sk-an', 'begun', null],
    ['sk-ant-oat01-', 'length', 'setup_token'],
    [`sk-ant-oat01-${BODY}`, 'whole', 'setup_token'],
    [` sk-ant-oat01-${BODY}\n`, 'whole', 'setup_token'],
    [`sk-ant-api03-${BODY}`, 'whole', 'api_key'],
    [`sk-ant-oat01-${BODY} ${BODY}`, 'blank', 'setup_token'],
    [`sk-ant-oat01-${BODY}ä`, 'blank', 'setup_token'],
    ['ghp_0123456789', 'start', null],
    [`sk-ant-oat01-${'x'.repeat(4_096)}`, 'length', 'setup_token'],
  ])('is told by its shape: %j is %s', (text, state, kind) => {
    expect(tokenShape(text)).toMatchObject({ state, kind });
  });

  it('is not in what is known of it', () => {
    expect(JSON.stringify(tokenShape(`sk-ant-oat01-${BODY}`))).not.toContain('xx');
  });
});

describe('a name that is typed', () => {
  it('is refused when it is empty, long, a token, or of more than one line', () => {
    expect(nameProblem(' ', [])).toEqual({ problem: 'empty' });
    expect(nameProblem('x'.repeat(61), [])).toEqual({ problem: 'long' });
    expect(nameProblem(`SK-ANT-oat01-${BODY}`, [])).toEqual({ problem: 'token' });
    expect(nameProblem('a\u0007b', [])).toEqual({ problem: 'controls' });
    expect(nameProblem('team-max-4', [])).toBeUndefined();
  });

  it('is taken whatever its case and composition', () => {
    expect(nameProblem(' TEAM-max-1 ', ['team-max-1'])).toEqual({ problem: 'taken', by: 'team-max-1' });
    expect(nameProblem('Zoe\u0308', ['Zo\u00eb'])).toEqual({ problem: 'taken', by: 'Zo\u00eb' });
  });

  it('of an agent is made of lower-case words joined by hyphens', () => {
    expect(agentNameProblem('web-coder-2', [])).toBeUndefined();
    expect(agentNameProblem('web-coder-2', ['web-coder-2'])).toBe('taken');
    for (const wrong of ['', 'Web', 'a--b', '-a', 'a_b', 'x'.repeat(64)]) {
      expect(agentNameProblem(wrong, [])).toBe('shape');
    }
  });
});

describe('the address of an agent that is typed', () => {
  const addresses = [
    'https://agents.example:8443/x',
    'http://127.0.0.1:8000',
    'http://10.0.0.4',
    'http://172.16.0.1',
    'http://172.32.0.1',
    'http://192.168.1.1',
    'http://100.64.0.1',
    'http://100.128.0.1',
    'http://[::1]:8000',
    'http://[fd00::1]',
    'http://[2001:db8::1]',
    'http://localhost:8000',
    'http://studio.local',
    'http://host.ts.net',
    'http://agents.example',
    'http://10.agents.example',
    'http://8.8.8.8',
    'ftp://127.0.0.1',
    'agents.example',
    'http://me:secret@127.0.0.1',
    'http://127.0.0.1/?token=x',
    'http://127.0.0.1/#x',
  ];

  it.each(addresses)('is taken exactly when the core takes it: %s', address => {
    let isTaken = true;
    try {
      parseAgentUrl(address);
    } catch {
      isTaken = false;
    }
    expect(addressProblem(address) === undefined).toBe(isTaken);
  });

  it('is refused with its reason', () => {
    expect(addressProblem('nowhere')).toBe('shape');
    expect(addressProblem('http://a:b@127.0.0.1')).toBe('more');
    expect(addressProblem('http://agents.example')).toBe('open');
  });
});

describe('a command to copy', () => {
  it('quotes what a shell would take apart', () => {
    expect(shellLine(['gatehouse', 'sub', 'add', 'team-max-4'])).toBe('gatehouse sub add team-max-4');
    expect(shellLine(['add', "Ines' $HOME; rm -rf /"])).toBe("add 'Ines'\\'' $HOME; rm -rf /'");
    expect(shellLine([''])).toBe("''");
  });
});
