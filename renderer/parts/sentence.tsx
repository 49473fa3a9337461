import { shortId, splitIds } from '../format/id.ts';

/** A short id in mono, the whole one as tooltip and for the screen reader. */
export function Id({ value }: { value: string }) {
  return (
    <code className="cut" title={value}>
      <span aria-hidden="true">{shortId(value)}</span>
      <span className="hidden">{value}</span>
    </code>
  );
}

/** A sentence of the host in which long ids are shown short. */
export function Sentence({ value }: { value: string }) {
  return splitIds(value).map(({ kind, value: part }, index) =>
    // The parts of one sentence never change places.
    kind === 'id' ? <Id key={`${index}-${part}`} value={part} /> : part,
  );
}
