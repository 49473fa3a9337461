import type { Remedy } from '../../electron/contract/index.ts';
import { usePage } from './page-context.ts';
import { useActions } from './view-context.ts';

/** A command of this application that a remedy names, as a button. */
export interface RemedyButton {
  /** Says what it does, or that it is doing it. */
  readonly label: string;
  readonly isRunning: boolean;
  readonly run: () => void;
}

/** The commands that a remedy may name. */
export function useRemedies(): Readonly<Record<NonNullable<Remedy['command']>, RemedyButton>> {
  const { text } = usePage();
  const { rotateTee, checkRegistry, reconnectGateway, login, pause } = useActions();
  const button = (
    { isRunning }: { readonly isRunning: boolean },
    [idle, running]: readonly [string, string],
    run: () => void,
  ): RemedyButton => ({ label: isRunning ? running : idle, isRunning, run });
  return {
    rotateTee: button(rotateTee, [text.tee.rotate, text.tee.rotating], rotateTee.run),
    checkRegistry: button(checkRegistry, [text.tee.check, text.tee.checking], checkRegistry.run),
    reconnectGateway: button(
      reconnectGateway,
      [text.gateway.reconnect, text.gateway.reconnecting],
      reconnectGateway.run,
    ),
    login: button(login, [text.account.signIn, text.account.signingIn], () => login.run({ name: 'login', show: true })),
    resume: button(pause, [text.frame.resume, text.frame.resume], () => pause.run({ name: 'resume' })),
  };
}
