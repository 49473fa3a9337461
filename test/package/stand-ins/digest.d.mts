export declare function digestOf(folder: string): string;
