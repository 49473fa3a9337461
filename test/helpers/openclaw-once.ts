import { openclawProgram } from './openclaw-install.ts';

/**
 * Before the suite that talks to the real gateway: two workers that install it at the same time do all of it twice. Each
 * file that needs it asks again, and says why it cannot be had; the others go without.
 */
export default async function setup(): Promise<void> {
  await openclawProgram().catch(() => undefined);
}
