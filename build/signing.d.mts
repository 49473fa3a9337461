type Environment = Readonly<Record<string, string | undefined>>;

export declare function signingPlan(
  platform: NodeJS.Platform,
  env: Environment,
): { readonly signing?: boolean; readonly notarization?: boolean };

export declare function signingNotes(platform: NodeJS.Platform, env: Environment): readonly string[];
