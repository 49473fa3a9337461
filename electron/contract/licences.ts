import { z } from 'zod';

/** A package of somebody else that is part of the program. */
export const Licence = z.object({
  name: z.string(),
  version: z.string(),
  /** SPDX expression, as the package names it. */
  licence: z.string(),
  /** Empty where the package has none of its own beside that name. */
  text: z.string(),
});
export type Licence = z.infer<typeof Licence>;

/** What the program is made from. */
export const Licences = z.object({
  /** By name and version, each once. */
  packages: z.array(Licence),
  /** Absolute path of the file with the licences of Electron and Chromium; null where they are no part of this. */
  runtimeFile: z.string().nullable(),
});
export type Licences = z.infer<typeof Licences>;
