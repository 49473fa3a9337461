import { verifySignature } from 'electron-updater/out/windowsExecutableCodeSignatureVerifier';
import type { Logger } from '../../core/platform/index.ts';
import { updateFailure } from './failure.ts';

/** What the updater says when it lets an installer through without having looked at its signature. */
const LET_THROUGH = 'Ignoring signature validation';

/**
 * Whether one of `publishers` signed the installer, as Windows says; gives null when it did, else why not. The updater
 * itself takes a computer on which PowerShell does not run for one that cannot look, and installs; here it throws
 * `update_signature_unchecked`, because who keeps PowerShell from running would decide about signatures.
 */
export async function verifySigned(
  publishers: readonly string[],
  file: string,
  logger: Pick<Logger, 'info' | 'warn'>,
): Promise<string | null> {
  let letThrough: string | undefined;
  const problem = await verifySignature([...publishers], file, {
    info: (message: unknown) => logger.info('updater', { message: String(message) }),
    warn: (message: unknown) => {
      const said = String(message);
      if (said.includes(LET_THROUGH)) letThrough = said;
      logger.warn('updater', { message: said.slice(0, 2_000) });
    },
    error: (message: unknown) => logger.warn('updater', { message: String(message).slice(0, 2_000) }),
  });
  if (letThrough !== undefined) throw updateFailure('update_signature_unchecked', letThrough.slice(0, 500));
  return problem;
}
