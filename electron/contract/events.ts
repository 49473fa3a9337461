import type { TeeCause } from './status.ts';

/** What happened, past tense. Parts emit these; the status store, the activity log and notifications read them.
 * Times are milliseconds since the epoch. No event carries a secret, a prompt or an answer. */
export type DomainEvent =
  | { readonly type: 'appStarted'; readonly at: number; readonly sandbox: boolean }
  | { readonly type: 'appStopping'; readonly at: number }
  | { readonly type: 'settingsSetAside'; readonly at: number; readonly file: string; readonly reason: string }
  | { readonly type: 'proxyListening'; readonly at: number; readonly endpoint: string }
  | { readonly type: 'proxyFailed'; readonly at: number; readonly reason: string; readonly remedy: string | null }
  | { readonly type: 'proxyStopped'; readonly at: number }
  | {
      readonly type: 'registryRead';
      readonly at: number;
      readonly listed: number;
      readonly usable: number;
      readonly skipped: number;
    }
  | { readonly type: 'registryFailed'; readonly at: number; readonly code: string; readonly reason: string }
  | { readonly type: 'registryEmpty'; readonly at: number }
  | { readonly type: 'teeSelected'; readonly at: number; readonly teeId: string; readonly endpoint: string }
  | {
      readonly type: 'teeSwitched';
      readonly at: number;
      readonly from: string;
      readonly to: string;
      readonly cause: TeeCause;
    }
  | { readonly type: 'teeRotationRefused'; readonly at: number; readonly reason: string }
  | { readonly type: 'teeSelectionFailed'; readonly at: number; readonly code: string; readonly reason: string }
  | {
      readonly type: 'answerVerified';
      readonly at: number;
      readonly teeId: string;
      readonly model: string;
      readonly latencyMs: number;
      readonly stream: boolean;
    }
  | {
      readonly type: 'answerRefused';
      readonly at: number;
      readonly teeId: string;
      readonly model: string;
      readonly check: string;
    }
  | {
      readonly type: 'requestFailed';
      readonly at: number;
      readonly code: string;
      readonly status: number;
      readonly reason: string;
    }
  | { readonly type: 'settingChanged'; readonly at: number; readonly key: string }
  | { readonly type: 'statusChanged'; readonly at: number };

/** Takes events. Never throws, never blocks. */
export type EmitEvent = (event: DomainEvent) => void;
