import type { ErrorCode } from '../../electron/contract/index.ts';
import { accountErrors } from './de-errors-account.ts';
import { gatewayErrors } from './de-errors-gateway.ts';
import { hostErrors } from './de-errors-host.ts';
import { inferenceErrors } from './de-errors-inference.ts';
import { startErrors } from './de-errors-start.ts';
import { subscriptionErrors } from './de-errors-subscriptions.ts';
import { trinityErrors } from './de-errors-trinity.ts';
import { updateErrors } from './de-errors-updates.ts';
import type { ErrorText } from './error-texts.ts';

/** German: what went wrong, and what a person can do; null: nothing. A code without a row does not compile. */
export const errorTexts: Readonly<Record<ErrorCode, ErrorText>> = {
  ...accountErrors,
  ...gatewayErrors,
  ...subscriptionErrors,
  ...inferenceErrors,
  ...updateErrors,
  ...hostErrors,
  ...startErrors,
  ...trinityErrors,
};
