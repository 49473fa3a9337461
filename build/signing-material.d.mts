/** What {@link prepareSigning} made. */
export interface SigningMaterial {
  /** For Electron Forge, beside its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** For electron-builder. */
  readonly builderArgs: readonly string[];
  /** Takes it away again. */
  end(): Promise<void>;
}

export declare function prepareSigning(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<SigningMaterial>;

export declare function withSigning<T>(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
  work: (material: SigningMaterial) => Promise<T>,
): Promise<T>;
