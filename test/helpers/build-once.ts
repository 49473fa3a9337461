import { ensureBuilt } from './built.ts';

/** Before the suites that start the product as a person does: once, not once for each of their files. */
export default function setup(): void {
  ensureBuilt();
}
