import { z } from 'zod';

/** The one list of commands: tray, window, command line and control socket all send these. */
export const Command = z.discriminatedUnion('name', [
  /** Another TEE than the current one, for the requests to come. */
  z.object({ name: z.literal('rotateTee') }),
  /** Reads the registry now. */
  z.object({ name: z.literal('checkRegistry') }),
  /** Drops the connection to the gateway, if there is one, and connects at once. */
  z.object({ name: z.literal('reconnectGateway') }),
]);
export type Command = z.infer<typeof Command>;
export type CommandName = Command['name'];

/** What a command did. `changed: false` with a reason is a success that had nothing to do or could not, in a sentence. */
export const CommandResult = z.object({
  changed: z.boolean(),
  sentence: z.string(),
});
export type CommandResult = z.infer<typeof CommandResult>;

/** How an error crosses a border: less than what the log has. */
export const OutwardError = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string().nullable(),
});
export type OutwardError = z.infer<typeof OutwardError>;
