import { createContext, type ReactNode, useContext } from 'react';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import type { CommandState, Runner } from './use-command.ts';

/** What each view is given. */
export interface ViewProps {
  readonly snapshot: StatusSnapshot;
  /** What stands behind `?` in the address. */
  readonly params: URLSearchParams;
  /** The line to the host is lost: values are old, nothing can be done. */
  readonly isStale: boolean;
  /** The time of the values, as text; undefined while they are current. */
  readonly asOf: string | undefined;
}

/** A view: one component. */
export type ViewComponent = (props: ViewProps) => ReactNode;

/** The acts that several places offer: their buttons work and say "Rotating…" wherever they were started. */
export interface Actions {
  readonly rotateTee: CommandState;
  readonly checkRegistry: CommandState;
  readonly reconnectGateway: CommandState;
  readonly selectGateway: Runner;
  readonly rotateSubscription: Runner;
  readonly login: Runner;
  readonly pause: Runner;
  /** Lets the person choose whom to move to another subscription. */
  readonly askRotate: () => void;
  /** Lets the person choose for how long to pause; goes on at once while paused. */
  readonly askPause: () => void;
  /** Copies the endpoint; `copied` says how it went. */
  readonly copyEndpoint: { readonly result: 'copied' | 'failed' | undefined; readonly copy: (value: string) => void };
}

export const ActionsContext = createContext<Actions | undefined>(undefined);

/** The shared acts. Throws outside of the frame. */
export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (actions === undefined) throw new Error('This part stands outside of the frame.');
  return actions;
}
