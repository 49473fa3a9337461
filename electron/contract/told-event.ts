import { z } from 'zod';
import type { DomainEvent } from './events.ts';

/**
 * An event as it travels with its line of the activity, for languages that make the sentence themselves. Texts are
 * redacted and cut. One that an earlier version wrote may lack fields, so whoever reads it must be ready for that.
 */
export const ToldEvent = z.custom<DomainEvent>(
  value =>
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { type?: unknown }).type === 'string' &&
    typeof (value as { at?: unknown }).at === 'number',
);
