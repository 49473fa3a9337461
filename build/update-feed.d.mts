type Environment = Readonly<Record<string, string | undefined>>;
export declare function updateFeed(env: Environment): string | undefined;
export declare function writeUpdateFeed(file: string, platform: NodeJS.Platform, env: Environment): Promise<string>;
export declare function publishing(env: Environment): readonly string[];
