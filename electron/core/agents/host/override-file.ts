import { constants } from 'node:fs';
import { chmod, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Clock, writeFileAtomically } from '../../platform/index.ts';

/** The file's name inside the agent's state folder. */
export const OVERRIDE_NAME = 'credential-override.json';
const MAX_OVERRIDE_BYTES = 16_384;

const Override = z.object({
  version: z.literal(1),
  /** Null: taken away, so that the token the agent was set up with does not come back. */
  token: z.string().min(1).max(4_096).nullable(),
  subscription: z.string().max(200).nullable(),
  generation: z.number().int().nonnegative().nullable(),
  removeApiKey: z.boolean(),
});

/** The credential that a rotation left behind for the next start. */
export type CredentialOverride = Omit<z.infer<typeof Override>, 'version'>;

/** What a start finds. */
export type FoundOverride =
  | { readonly kind: 'none' }
  | { readonly kind: 'found'; readonly override: CredentialOverride }
  | { readonly kind: 'damaged'; readonly reason: string };

/**
 * The durable override: what a rotation put into a running agent, kept over restarts of the agent host. Lives in the
 * state folder, never in the workspace, because whoever makes the agent anew must get what is assigned then.
 */
export class OverrideFile {
  readonly path: string;
  readonly #folder: string;
  readonly #clock: Clock;

  /** `folder` exists and belongs to this user alone. */
  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.path = join(folder, OVERRIDE_NAME);
    this.#clock = clock;
  }

  /** Replaces the file in one step, 0600 from its first moment. Throws the file system's error; the old file stays. */
  async write(override: CredentialOverride, signal: AbortSignal): Promise<void> {
    const text = `${JSON.stringify({ version: 1, ...override })}\n`;
    await writeFileAtomically(this.path, text, { clock: this.#clock, signal, mode: 0o600 });
  }

  /** The override, and away with what a crash in the middle of a write left. A file open to others is closed. */
  async read(): Promise<FoundOverride> {
    await this.#sweep();
    try {
      // A link would have us read, and later trust, a file of somebody else.
      const file = await open(this.path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
      try {
        const stat = await file.stat();
        if (!stat.isFile() || stat.size > MAX_OVERRIDE_BYTES) return damaged('it is no small ordinary file');
        if ((stat.mode & 0o077) !== 0) await chmod(this.path, 0o600);
        return parse(await file.readFile('utf8'));
      } finally {
        await file.close();
      }
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      return code === 'ENOENT' ? { kind: 'none' } : damaged(`it cannot be read (${code})`);
    }
  }

  async #sweep(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    const leftovers = names.filter(name => name.startsWith(`${OVERRIDE_NAME}.`) && name.endsWith('.tmp'));
    for (const name of leftovers) await rm(join(this.#folder, name), { force: true });
  }
}

/** The parser's own message would quote the token. */
function parse(text: string): FoundOverride {
  try {
    const { token, subscription, generation, removeApiKey } = Override.parse(JSON.parse(text));
    return { kind: 'found', override: { token, subscription, generation, removeApiKey } };
  } catch {
    return damaged('it is not what this version writes');
  }
}

function damaged(reason: string): FoundOverride {
  return { kind: 'damaged', reason };
}
