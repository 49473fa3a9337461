import type { KeyboardEvent } from 'react';
import type { SettingView } from '../../../electron/contract/index.ts';
import type { Draft } from './use-draft.ts';

/** The attributes that tie a control to its name, its description and its error. */
export interface ControlTies {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': true | undefined;
  readonly disabled: boolean;
}

/** What each control is given. */
export interface ControlProps {
  readonly setting: SettingView;
  readonly name: string;
  readonly draft: Draft;
  readonly ties: ControlTies;
}

/** Enter saves; Escape takes back what was typed, and only that. */
export function onLineKey(event: KeyboardEvent, draft: Draft): void {
  if (event.key === 'Enter') draft.commit();
  if (event.key !== 'Escape' || draft.typed === undefined) return;
  event.preventDefault();
  draft.discard();
}
