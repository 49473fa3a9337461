import type { DomainEvent } from '../../contract/index.ts';
import type { Step } from './draft.ts';
import { noticeOf } from './words.ts';

type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;

const SIGNED_OUT = 'signed-out';
const SETTLE_MS = 1_000;

/** The server ended the sign-in. Who signs out by hand knows it. */
export function signedOutRule({ cause }: EventOf<'accountSignedOut'>): readonly Step[] {
  if (cause === 'by-hand') return [{ ends: SIGNED_OUT }];
  return [
    {
      category: 'account',
      cause: SIGNED_OUT,
      priority: 'normal',
      piercesQuiet: true,
      waitMs: SETTLE_MS,
      isState: true,
      write: ({ snapshot: { account }, texts }) =>
        account.state === 'signed-out' && (account.requestsUse === 'account' || account.requestsUse === 'nothing')
          ? noticeOf(texts.signedOut(), { kind: 'open', view: 'settings' }, [
              { label: texts.actions.signIn, intent: { kind: 'command', command: { name: 'login', show: true } } },
            ])
          : null,
    },
  ];
}

/** Whoever is in use now, it is another matter. */
export function signedInRule(): readonly Step[] {
  return [{ ends: SIGNED_OUT }];
}
