type Environment = Readonly<Record<string, string | undefined>>;

export declare function signingPlan(
  platform: NodeJS.Platform,
  env: Environment,
): { readonly signing?: boolean; readonly notarization?: boolean };

export declare function signingNotes(platform: NodeJS.Platform, env: Environment): readonly string[];

export declare function withoutSigning<T>(env: Readonly<Record<string, T>>): Record<string, T>;

export declare function packagerEnvironment<T extends string | undefined>(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, T>>,
  material: { readonly env: Readonly<Record<string, string>> },
): Record<string, T | string>;
