import { type ReactNode, useId } from 'react';

/** A line of what an answer needs, keeps or sends. */
export interface OptionFact {
  readonly name: string;
  readonly value: ReactNode;
}

/** The answers to the question of a page, of which one is chosen. */
export function Options({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="radiogroup" aria-label={label} className="options">
      {children}
    </div>
  );
}

/** One answer, as a card: what it is, what it needs, and beneath it what belongs to it while it is chosen. */
export function Option({
  name,
  detail,
  facts = [],
  isChosen,
  isDisabled,
  onChoose,
  children,
}: {
  name: string;
  detail: string;
  facts?: readonly OptionFact[];
  isChosen: boolean;
  isDisabled: boolean;
  onChoose: () => void;
  /** Shown while it is chosen. */
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <div className={isChosen ? 'option chosen' : 'option'}>
      <input
        type="radio"
        id={id}
        name="answer"
        checked={isChosen}
        disabled={isDisabled}
        aria-labelledby={`${id}-name`}
        aria-describedby={`${id}-detail ${id}-facts`}
        onChange={onChoose}
      />
      <div className="option-body">
        <label htmlFor={id}>
          <span className="option-name" id={`${id}-name`}>
            {name}
          </span>
          <span className="second" id={`${id}-detail`}>
            {detail}
          </span>
        </label>
        <dl className="option-facts" id={`${id}-facts`} hidden={facts.length === 0}>
          {facts.map(fact => (
            <div key={fact.name}>
              <dt>{fact.name}</dt>
              <dd>{fact.value}</dd>
            </div>
          ))}
        </dl>
        {isChosen && children}
      </div>
    </div>
  );
}
