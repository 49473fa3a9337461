import type { DomainEvent } from '../../contract/index.ts';
import type { Step } from './draft.ts';
import { noticeOf } from './words.ts';

type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>;

const UPDATE = 'update';
const SAFE_MODE = 'safe-mode';
const SETTLE_MS = 1_000;
const OPEN_SETTINGS = { kind: 'open', view: 'settings' } as const;
const OPEN_OVERVIEW = { kind: 'open', view: 'overview' } as const;
const DOWNLOAD = { kind: 'command', command: { name: 'downloadUpdate' } } as const;
const INSTALL = { kind: 'command', command: { name: 'installUpdate' } } as const;

/** A newer version is there, and nothing but a person brings it here. What is downloaded by itself is told when it is. */
export function updateFoundRule({ version, mode }: EventOf<'updateFound'>): readonly Step[] {
  // Who looked by hand, and else wants no looking, sees what was found.
  if (mode === 'off') return [];
  return [
    {
      category: 'application',
      cause: `${UPDATE}-found:${version}`,
      priority: 'low',
      waitMs: SETTLE_MS,
      isState: true,
      write: ({ snapshot: { updates }, texts }) => {
        const { update, canInstall } = updates;
        if (update.state !== 'available' || update.version !== version) return null;
        if (mode !== 'notify' && canInstall && !update.isHeldBack) return null;
        const act = canInstall
          ? { label: texts.actions.download, intent: DOWNLOAD }
          : { label: texts.actions.open, intent: OPEN_SETTINGS };
        return noticeOf(texts.updateFound({ version, running: updates.version }), OPEN_SETTINGS, [act]);
      },
    },
  ];
}

/** A version is downloaded and verified: a restart brings it. */
export function updateReadyRule({ version }: EventOf<'updateReady'>): readonly Step[] {
  return [
    { ends: `${UPDATE}-found:${version}` },
    {
      category: 'application',
      cause: UPDATE,
      priority: 'low',
      waitMs: SETTLE_MS,
      isState: true,
      write: ({ snapshot: { updates }, texts }) =>
        updates.update.state === 'ready' && updates.update.version === version
          ? noticeOf(texts.updateReady({ version, installsAtQuit: updates.installsAtQuit }), OPEN_SETTINGS, [
              { label: texts.actions.restart, intent: INSTALL },
            ])
          : null,
    },
  ];
}

/** It is under way: nobody has to be asked for it any more. */
export function updateInstallingRule(): readonly Step[] {
  return [{ ends: UPDATE }];
}

/** Another version runs than before. */
export function updateInstalledRule({ from, to }: EventOf<'updateInstalled'>): readonly Step[] {
  return [
    {
      category: 'application',
      cause: `updated:${to}`,
      priority: 'low',
      waitMs: SETTLE_MS,
      isState: false,
      write: ({ texts }) => noticeOf(texts.updateInstalled({ from, to }), OPEN_SETTINGS),
    },
  ];
}

/** It ended too often, or its settings were damaged: nothing works until a person decides. Who asked for safe mode knows it. */
export function safeModeRule({ cause }: EventOf<'safeModeStarted'>): readonly Step[] {
  if (cause === 'asked') return [];
  return [
    {
      category: 'application',
      cause: SAFE_MODE,
      priority: 'normal',
      piercesQuiet: true,
      waitMs: SETTLE_MS,
      isState: true,
      write: ({ snapshot, texts }) =>
        snapshot.safeMode === null
          ? null
          : noticeOf(texts.safeMode(cause), OPEN_OVERVIEW, [{ label: texts.actions.open, intent: OPEN_OVERVIEW }]),
    },
  ];
}

export function safeModeLeftRule(): readonly Step[] {
  return [{ ends: SAFE_MODE }];
}
