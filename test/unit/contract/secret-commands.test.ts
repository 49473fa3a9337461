import { describe, expect, it } from 'vitest';
import { Command, carriesSecret } from '../../../electron/contract/index.ts';

const SECRET_FIELD = /"(?:token|password|secret|bundle|value)"/;
/** Fields of those names that hold no secret: a setting's value, and the name that a secret is stored under. */
const WITHOUT: ReadonlySet<string> = new Set(['setSetting', 'deleteSecret', 'noticeSecret']);

describe('commands that carry a secret', () => {
  it('are all that have a field for one', () => {
    const withField = Command.options
      .filter(option => SECRET_FIELD.test(fieldsOf(option)) && !WITHOUT.has(option.shape.name.value))
      .map(option => option.shape.name.value)
      .sort();

    expect(withField).toEqual(['addAgent', 'addSubscription', 'loginWithBundle', 'replaceSubscription', 'setSecret']);
  });

  it.each([
    { name: 'addSubscription', subscription: { name: 'a', token: 't' } },
    { name: 'replaceSubscription', subscription: 'a', token: 't' },
    { name: 'addAgent', agent: { name: 'a', kind: 'agent-server' }, secret: 's' },
    { name: 'setSecret', secret: 'relay.token', value: 'v' },
    { name: 'loginWithBundle', bundle: 'b' },
  ])('include $name', command => {
    expect(carriesSecret(Command.parse(command))).toBe(true);
  });

  it.each([
    { name: 'addAgent', agent: { name: 'a', kind: 'local' } },
    { name: 'deleteSecret', secret: 'relay.token' },
    { name: 'setSetting', path: 'proxy.port', value: 1 },
    { name: 'rotateTee' },
  ])('leave out $name without one', command => {
    expect(carriesSecret(Command.parse(command))).toBe(false);
  });
});

function fieldsOf(schema: object): string {
  return JSON.stringify(schema, (_key, value: unknown) => {
    const shape = (value as { shape?: object } | null)?.shape;
    return shape ?? value;
  });
}
