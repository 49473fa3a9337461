import { describe, expect, it } from 'vitest';
import { secretRemedy } from '../../../electron/core/app/secret-remedy.ts';

const configured = { id: 'office', isShorthand: false };
const remedy = { text: 'Change the token.', command: 'reconnectGateway' } as const;

describe('the remedy of a refused sign-in', () => {
  it.each([
    ['token-mismatch', false, 'gatehouse secret set gateway.office.token'],
    ['token-missing', true, 'gatehouse secret set gateway.token'],
    ['password-mismatch', false, 'gatehouse secret set gateway.office.password'],
  ])('%s names the command that stores the secret of this gateway', (reason, isShorthand, shellCommand) => {
    expect(secretRemedy({ reason, remedy }, { source: 'settings' }, { ...configured, isShorthand }, undefined)).toEqual(
      {
        text: 'Change the token. Store it with this command, then reconnect.',
        command: 'reconnectGateway',
        shellCommand,
        secret: shellCommand.split(' ').at(-1),
      },
    );
  });

  it('points to OpenClaw’s own configuration for a gateway that was found there', () => {
    const shown = secretRemedy({ reason: 'token-mismatch', remedy }, { source: 'discovered' }, undefined, undefined);
    expect(shown?.text).toBe(
      'Change the token. It is read from OpenClaw’s configuration on this computer: correct it there, then reconnect.',
    );
    expect(shown).not.toHaveProperty('shellCommand');
  });

  it('names the variable that wins over the store', () => {
    const shorthand = { ...configured, isShorthand: true };
    const shown = secretRemedy({ reason: 'token-mismatch', remedy }, { source: 'settings' }, shorthand, 'TOKEN_HERE');
    expect(shown?.text).toBe('Change the token. It is read from TOKEN_HERE: correct it, and start Gatehouse again.');
    expect(shown).not.toHaveProperty('shellCommand');
    const listed = secretRemedy({ reason: 'token-mismatch', remedy }, { source: 'settings' }, configured, 'TOKEN_HERE');
    expect(listed?.shellCommand).toBe('gatehouse secret set gateway.office.token');
  });

  it('leaves every other remedy alone', () => {
    expect(secretRemedy({ reason: 'pairing', remedy }, { source: 'settings' }, configured, 'X')).toBe(remedy);
    expect(
      secretRemedy({ reason: 'token-mismatch', remedy: null }, { source: 'settings' }, configured, 'X'),
    ).toBeNull();
    expect(secretRemedy({ reason: 'token-mismatch', remedy }, { source: 'sandbox' }, undefined, undefined)).toBe(
      remedy,
    );
  });
});
