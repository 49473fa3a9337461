/** The variable from which Claude's command line takes an OAuth token. */
export const TOKEN_VARIABLE = 'CLAUDE_CODE_OAUTH_TOKEN';
/** Variables that it prefers over the OAuth token: one left over shadows every rotation. */
export const API_KEY_VARIABLES = ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'] as const;
export const CREDENTIAL_VARIABLES: readonly string[] = [TOKEN_VARIABLE, ...API_KEY_VARIABLES];

/** Gatehouse's own settings and secrets, and the secret of a Trinity agent: no child's business. */
const OWN_VARIABLE = /^(?:GATEHOUSE_|TRINITY_AGENT_AUTH_TOKEN$|AGENT_AUTH_SECRET$)/i;

/** A platform API key is no OAuth token and goes into a variable of its own. */
const API_KEY_PREFIX = 'sk-ant-api';

/** `env` without what belongs to Gatehouse itself. */
export function withoutOwnVariables(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !OWN_VARIABLE.test(entry[0]),
    ),
  );
}

/** Takes a variable away, however it is written: Windows finds it under any case. */
export function removeVariable(env: Record<string, string>, name: string): void {
  for (const key of Object.keys(env)) if (key.toUpperCase() === name) delete env[key];
}

/**
 * The environment of a process that is to work on `credential`: its token in the right variable, and nothing beside it
 * that the runtime would prefer. Undefined: no credential of any kind.
 */
export function environmentFor(
  env: Readonly<Record<string, string | undefined>>,
  credential: { readonly token: string; readonly removeApiKey: boolean } | undefined,
): Record<string, string> {
  const own = withoutOwnVariables(env);
  const isApiKey = credential?.token.startsWith(API_KEY_PREFIX) ?? false;
  removeVariable(own, TOKEN_VARIABLE);
  if (credential === undefined || credential.removeApiKey || isApiKey)
    for (const name of API_KEY_VARIABLES) removeVariable(own, name);
  if (credential !== undefined) own[isApiKey ? 'ANTHROPIC_API_KEY' : TOKEN_VARIABLE] = credential.token;
  return own;
}
