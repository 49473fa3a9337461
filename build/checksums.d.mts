export declare function writeChecksums(folder: string): Promise<string[]>;
