import { en } from './en.ts';

/** All texts of the page; another language is another object of this type. */
export type Messages = typeof en;

export { en };
