import { type FormEvent, useState } from 'react';
import type { ActivityFilter, ExportFormat } from '../../../electron/contract/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SelectField } from '../../parts/field-controls.tsx';
import { usePage } from '../../state/page-context.ts';
import type { Saving } from '../../state/use-save.ts';

const FORMATS: readonly ExportFormat[] = ['jsonl', 'csv'];
const TYPES = { jsonl: 'application/jsonl', csv: 'text/csv' } as const;

/** Asks in which form the entries are saved that the filter lets through, also those that are not shown yet. */
export function ExportDialog({
  isOpen,
  filter,
  shown,
  saving,
  onClose,
}: {
  isOpen: boolean;
  filter: ActivityFilter;
  /** The filter in words; undefined: everything. */
  shown: string | undefined;
  saving: Saving;
  onClose: () => void;
}) {
  const { bridge, text } = usePage();
  const words = text.acts.export;
  const [format, setFormat] = useState<ExportFormat>('jsonl');
  const start = (event: FormEvent): void => {
    event.preventDefault();
    onClose();
    saving.save({ name: 'exportActivity', filter, format }, async () => {
      const { text: content, fileName } = await bridge.query({ name: 'activity.export', filter, format });
      return { fileName, text: content, type: TYPES[format] };
    });
  };
  return (
    <Dialog isOpen={isOpen} title={words.title} onClose={onClose}>
      <form onSubmit={start}>
        <p className="second">{shown === undefined ? words.everything : words.filtered(shown)}</p>
        <SelectField
          label={words.format}
          hint={words.hints[format]}
          value={format}
          options={FORMATS.map(value => ({ value, label: words.formats[value] }))}
          onChange={setFormat}
        />
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={onClose}>
            {text.frame.cancel}
          </button>
          <button type="submit" className="button primary">
            {words.act}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
