/** A line that moves, with the words for what takes so long. For anything that takes longer than a second. */
export function ProgressLine({ words }: { words: string }) {
  return (
    <div className="progress" role="status">
      <span className="progress-track" aria-hidden="true">
        <i />
      </span>
      <p className="second">{words}</p>
    </div>
  );
}
