import { usePage } from '../state/page-context.ts';
import { useCopy } from '../state/use-copy.ts';

/** A small button with the copy sign that copies `value` whole; `label` says what it is. */
export function CopyIconButton({ value, label }: { value: string; label: string }) {
  const { text } = usePage();
  const { result, copy } = useCopy();
  const note = result === 'copied' ? text.endpoint.copied : result === 'failed' ? text.endpoint.copyFailed : undefined;
  return (
    <>
      <button type="button" className="button ghost icon" aria-label={label} title={label} onClick={() => copy(value)}>
        <svg
          width="14"
          height="14"
          viewBox="0 0 14 14"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.2"
          aria-hidden="true"
        >
          <path d={result === 'copied' ? 'M2.5 7.5l3 3 6-7' : 'M4.5 4.5h7v8h-7zM2.5 9.5v-8h7'} />
        </svg>
      </button>
      <span role="status" className="hidden">
        {note}
      </span>
    </>
  );
}

/** A button that copies a text and says “Copied” for a moment. `value` as a function is asked at the click. */
export function CopyButton({
  value,
  label,
  kind = '',
}: {
  value: string | (() => string);
  label: string;
  kind?: '' | 'primary' | 'ghost';
}) {
  const { text } = usePage();
  const { result, copy } = useCopy();
  const said = result === 'copied' ? text.endpoint.copied : result === 'failed' ? text.endpoint.copyFailed : label;
  return (
    <button
      type="button"
      className={`button ${kind}`.trim()}
      onClick={() => copy(typeof value === 'string' ? value : value())}
    >
      {said}
    </button>
  );
}
