import type { en } from './en.ts';

/** All texts of the page. Each language is an object of this type, so that a missing text does not compile. */
export type Messages = typeof en;
