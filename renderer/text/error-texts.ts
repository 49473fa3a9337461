import type { ErrorCode } from '../../electron/contract/index.ts';

/** What went wrong, and what a person can do; null: nothing. */
export type ErrorText = readonly [sentence: string, remedy: string | null];

/** Those of an area. */
export type ErrorTexts = Readonly<Partial<Record<ErrorCode, ErrorText>>>;
