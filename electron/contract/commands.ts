import { z } from 'zod';
import { FILE_COMMANDS } from './file-commands.ts';
import { GATEWAY_COMMANDS } from './gateway-commands.ts';
import { PauseUntil } from './pause.ts';
import { SETTINGS_COMMANDS } from './settings-commands.ts';
import { SettingUndo } from './settings-view.ts';
import { SETUP_COMMANDS } from './setup.ts';
import { AgentOutcomeRow, SUBSCRIPTION_COMMANDS } from './subscription-commands.ts';
import { Told } from './told.ts';
import { UPDATE_COMMANDS } from './updates.ts';

const GatewayName = z.string().min(1).max(100);
const AccountId = z.string().min(1).max(100);
const SecretName = z.string().min(1).max(200);

/** The one list of commands: tray, window, command line and control socket all send these. */
export const Command = z.discriminatedUnion('name', [
  /** Another TEE than the current one, for the requests to come. */
  z.object({ name: z.literal('rotateTee') }),
  /** Reads the registry now. */
  z.object({ name: z.literal('checkRegistry') }),
  /** Drops the connection to a gateway (default: the one in use), if there is one, and connects at once. */
  z.object({ name: z.literal('reconnectGateway'), profile: GatewayName.optional() }),
  /** Uses this gateway until another choice; null: the best one that can be reached. */
  z.object({ name: z.literal('selectGateway'), profile: GatewayName.nullable() }),
  /** Adds a gateway to the settings. Its secrets do not travel here: they go to the secret store before. */
  z.object({
    name: z.literal('addGateway'),
    gateway: z.object({
      name: GatewayName,
      url: z.string().max(2_048),
      tlsFingerprint: z.string().max(200).optional(),
      priority: z.number().optional(),
    }),
  }),
  /** Asks a gateway (default: the one in use) to restart. `force`: it does not wait for its runs to end. */
  z.object({ name: z.literal('restartGateway'), profile: GatewayName.optional(), force: z.boolean().optional() }),
  /** Asks the owner of a gateway (default: the one in use) for more access. Does not wait for the decision. */
  z.object({
    name: z.literal('upgradeGatewayScopes'),
    profile: GatewayName.optional(),
    scopes: z
      .array(z.string().regex(/^operator\.[a-z.]{1,50}$/))
      .min(1)
      .max(10),
  }),
  /** Removes a gateway from the settings, and its secrets. */
  z.object({ name: z.literal('removeGateway'), profile: GatewayName }),
  /** Opens a port for the login page of the chat app (default: the one of OpenGradient) or of the sandbox. Answers with
   * `url`; how it goes on is in the status. `show`: the host opens the page in the browser if it can. */
  z.object({
    name: z.literal('login'),
    appUrl: z.string().max(2_048).optional(),
    sandbox: z.boolean().optional(),
    show: z.boolean().optional(),
  }),
  z.object({ name: z.literal('cancelLogin') }),
  /** The text that the login page offers to be copied. Never logged or given back. */
  z.object({
    name: z.literal('loginWithBundle'),
    bundle: z.string().max(131_072),
    via: z.literal('import').optional(),
  }),
  /** Signs out an account (default: the active one) here and at its server. */
  z.object({ name: z.literal('logout'), account: AccountId.optional() }),
  z.object({ name: z.literal('useAccount'), account: AccountId }),
  /** Takes over the session of og-veil on this computer. */
  z.object({ name: z.literal('importVeilSession') }),
  /** For the command line where it cannot open the secrets itself. `value` is never logged or given back. */
  z.object({ name: z.literal('setSecret'), secret: SecretName, value: z.string().max(131_072) }),
  z.object({ name: z.literal('deleteSecret'), secret: SecretName }),
  /** Answers with `names`. */
  z.object({ name: z.literal('listSecrets') }),
  /** Another program of this home has changed that secret: what waits for it tries again. */
  z.object({ name: z.literal('noticeSecret'), secret: SecretName }),
  /** The network is up again, or is another one: whatever waits tries now. For pages, which hear of it first. */
  z.object({ name: z.literal('noticeNetwork') }),
  /** Keeps all secrets elsewhere from now on. */
  z.object({ name: z.literal('moveSecrets'), to: z.enum(['safe-storage', 'keychain', 'encrypted-file']) }),
  /** Nothing is rotated or reconnected by itself for an hour, until the next local midnight, or until `resume`. */
  z.object({ name: z.literal('pause'), until: PauseUntil }),
  /** Ends the host in order and has it started again, so that every setting counts. */
  z.object({ name: z.literal('restartHost') }),
  /** Ends a pause; everything is looked at at once. */
  z.object({ name: z.literal('resume') }),
  ...GATEWAY_COMMANDS,
  /** Opens everything that safe mode leaves closed, and forgets the crashes before it. */
  z.object({ name: z.literal('leaveSafeMode') }),
  ...SETTINGS_COMMANDS,
  ...FILE_COMMANDS,
  ...SUBSCRIPTION_COMMANDS,
  ...SETUP_COMMANDS,
  ...UPDATE_COMMANDS,
]);
export type Command = z.infer<typeof Command>;
export type CommandName = Command['name'];

/** What a command did. `changed: false` with a reason is a success that had nothing to do or could not, in a sentence. */
export const CommandResult = z.object({
  changed: z.boolean(),
  sentence: z.string(),
  /** What the sentence says, for languages that make their own. Absent: only the sentence says it. */
  told: Told.optional(),
  /** How each agent came out, where agents are concerned. */
  outcomes: z.array(AgentOutcomeRow).optional(),
  /** Lines that explain it, where there is more to say than the sentence. */
  details: z.array(z.string()).optional(),
  /** The same lines by code, one for each, where there is one for each. */
  toldDetails: z.array(Told).optional(),
  /** Names that were asked for; never values. */
  names: z.array(z.string()).optional(),
  /** How a token stood at its provider. */
  tokenStatus: z.enum(['ok', 'rate_limited', 'invalid_token', 'format', 'other']).optional(),
  /** The page to sign in on. */
  url: z.string().optional(),
  /** What to set to undo it, in this order. */
  undo: z.array(SettingUndo).optional(),
  /** Absolute path of a file that was written. */
  file: z.string().optional(),
});
export type CommandResult = z.infer<typeof CommandResult>;

/** How an error crosses a border: less than what the log has. */
export const OutwardError = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string().nullable(),
});
export type OutwardError = z.infer<typeof OutwardError>;
