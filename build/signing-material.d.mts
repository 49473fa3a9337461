/** What {@link prepareSigning} made. */
export interface SigningMaterial {
  /** For Electron Forge, beside its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Takes it away again. */
  end(): Promise<void>;
}

export declare function prepareSigning(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): Promise<SigningMaterial>;
