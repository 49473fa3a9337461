import { useCallback, useState } from 'react';
import type { DiagnosticBundle, StatusSnapshot } from '../../../electron/contract/index.ts';
import { type Failure, failureOf } from '../../state/failure.ts';
import { usePage } from '../../state/page-context.ts';

/** The text to give away, and what is being done with it. */
export interface Bundle {
  /** What is previewed. */
  readonly shown: DiagnosticBundle | undefined;
  readonly busy: 'preview' | 'copy' | 'save' | undefined;
  /** What came of the last copy or save, in a sentence. */
  readonly said: string;
  readonly failure: Failure | undefined;
  readonly preview: () => void;
  readonly hide: () => void;
  readonly copy: () => void;
  readonly save: () => void;
}

/** Has the bundle written when it is wanted: what is copied and saved is what is previewed, where it is. */
export function useBundle(host: StatusSnapshot['app']['host']): Bundle {
  const { bridge, text } = usePage();
  const words = text.views.diagnostics;
  const [shown, setShown] = useState<DiagnosticBundle>();
  const [busy, setBusy] = useState<Bundle['busy']>();
  const [said, setSaid] = useState('');
  const [failure, setFailure] = useState<Failure>();

  const act = useCallback(
    (kind: NonNullable<Bundle['busy']>, work: () => Promise<string>) => {
      setBusy(kind);
      setSaid('');
      setFailure(undefined);
      work()
        .then(setSaid, (thrown: unknown) => setFailure(failureOf(thrown, text.command.notReached)))
        .finally(() => setBusy(undefined));
    },
    [text],
  );
  const make = useCallback(async () => shown ?? bridge.query({ name: 'diagnostics.bundle' }), [bridge, shown]);

  return {
    shown,
    busy,
    said,
    failure,
    preview: () =>
      act('preview', async () => {
        setShown(await bridge.query({ name: 'diagnostics.bundle' }));
        return '';
      }),
    hide: () => setShown(undefined),
    copy: () =>
      act('copy', async () => {
        const bundle = await make();
        return navigator.clipboard.writeText(bundle.text).then(
          () => text.endpoint.copied,
          () => text.endpoint.copyFailed,
        );
      }),
    save: () =>
      act('save', async () => {
        if (host === 'electron') return (await bridge.run({ name: 'saveDiagnostics' })).sentence;
        const { text: content, fileName } = await make();
        download(content, fileName);
        return words.savedAs(fileName);
      }),
  };
}

/** Hands a text to the browser as a file. */
function download(content: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
