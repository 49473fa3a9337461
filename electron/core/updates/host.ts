import type { PackageKind } from '../../contract/index.ts';
import type { UpdateEngine } from './engine.ts';
import type { UpdateInstead } from './sentences.ts';

/** The copy that is updated, and the host it runs in. */
export interface UpdateHost {
  /** Of the running version, without the build. */
  readonly version: string;
  readonly package: PackageKind;
  /** Undefined: this copy cannot even look for a newer version. */
  readonly engine?: UpdateEngine | undefined;
  /** Whether the engine downloads and installs; false: it only looks. */
  readonly canInstall: boolean;
  /** What to do in place of what this copy cannot; null: it can everything. */
  readonly instead: UpdateInstead | null;
  /** Where every version can be downloaded; null: not known. */
  readonly page: string | null;
  /** Whether nobody has touched the computer for a while. */
  readonly isAway: () => boolean;
  /** Whether the end that has begun leaves time to install: that of the computer does not. */
  readonly mayInstallAtEnd: () => boolean;
  /** Ends the application, as a person does, and starts it again. */
  readonly restart: () => void;
}
