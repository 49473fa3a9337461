import { useState } from 'react';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Id } from '../../parts/sentence.tsx';
import { usePage } from '../../state/page-context.ts';
import { type Runner, useRunner } from '../../state/use-command.ts';
import { useNow } from '../../state/use-now.ts';
import { ToldText } from '../../state/use-sentences.tsx';
import type { TeeRow } from './tee-rows.ts';

/** The release of a quarantined TEE, which is asked for first. */
export interface Release {
  readonly runner: Runner;
  /** Which one is asked about. */
  readonly asked: TeeRow | undefined;
  readonly ask: (row: TeeRow | undefined) => void;
}

export function useRelease(): Release {
  const runner = useRunner();
  const [asked, ask] = useState<TeeRow>();
  return { runner, asked, ask };
}

/** Says what releasing means, and does it when a person agrees. */
export function ReleaseQuestion({ release: { runner, asked, ask } }: { release: Release }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const words = text.views.tees;
  const until = asked?.until ?? null;
  return (
    <ConfirmDialog
      isOpen={asked !== undefined}
      title={words.releaseTitle}
      confirm={words.releaseConfirm}
      onConfirm={() => {
        if (asked?.teeId != null) runner.run({ name: 'releaseQuarantine', teeId: asked.teeId });
      }}
      onClose={() => ask(undefined)}
    >
      {asked !== undefined && (
        <div className="question">
          <p>
            <Id value={asked.key} />
          </p>
          <p>
            {words.releaseWhy(
              asked.failures,
              formats.number(asked.failures),
              until === null ? text.gateway.unknown : formats.comingTime(until, now),
            )}
          </p>
          {asked.reason !== null && (
            <p>
              <ToldText told={asked.told} value={asked.reason} />
            </p>
          )}
          <p>{words.releaseMeans}</p>
        </div>
      )}
    </ConfirmDialog>
  );
}
