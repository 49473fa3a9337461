import { useMemo, useState } from 'react';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { useCommand, useRunner } from '../state/use-command.ts';
import { useCopy } from '../state/use-copy.ts';
import type { Actions } from '../state/view-context.ts';

/** What the frame asks a person. */
export type Question = 'pause' | 'rotate';

/** The shared acts, and which question is open. */
export function useFrameActions(snapshot: StatusSnapshot | undefined): {
  readonly actions: Actions;
  readonly question: Question | undefined;
  readonly ask: (question: Question | undefined) => void;
} {
  const rotateTee = useCommand('rotateTee');
  const checkRegistry = useCommand('checkRegistry');
  const reconnectGateway = useCommand('reconnectGateway');
  const selectGateway = useRunner();
  const rotateSubscription = useRunner();
  const login = useRunner();
  const pause = useRunner();
  const copyEndpoint = useCopy();
  const [question, ask] = useState<Question>();
  const isPaused = snapshot?.paused != null;
  const actions = useMemo(
    (): Actions => ({
      rotateTee,
      checkRegistry,
      reconnectGateway,
      selectGateway,
      rotateSubscription,
      login,
      pause,
      copyEndpoint,
      askRotate: () => ask('rotate'),
      askPause: () => (isPaused ? pause.run({ name: 'resume' }) : ask('pause')),
    }),
    [
      rotateTee,
      checkRegistry,
      reconnectGateway,
      selectGateway,
      rotateSubscription,
      login,
      pause,
      copyEndpoint,
      isPaused,
    ],
  );
  return { actions, question, ask };
}
