import { z } from 'zod';

/**
 * What a person can do about a state: a sentence, and where there is one the command of this app that does it, or a
 * command for a terminal.
 */
export const Remedy = z.object({
  text: z.string(),
  shellCommand: z.string().optional(),
  /** The name of the secret that mends it once it is stored anew; never its value. */
  secret: z.string().optional(),
  command: z.enum(['rotateTee', 'checkRegistry', 'reconnectGateway', 'login', 'resume']).optional(),
});
export type Remedy = z.infer<typeof Remedy>;
