import { useState } from 'react';
import { usePage } from '../../state/page-context.ts';
import { type TokenKind, type TokenShape, tokenShape } from './checks.ts';

const EMPTY: TokenShape = tokenShape('');

/** What is said of a token while it is typed; only its shape is kept. */
export interface TokenCheck {
  readonly isWhole: boolean;
  /** What it is, once it is whole. */
  readonly praise: string | undefined;
  readonly error: string | undefined;
  readonly look: (text: string) => void;
  readonly forget: () => void;
}

/** Checks against the kind that is wanted. `isFixed`: it is to replace one of this kind. */
export function useTokenCheck(kind: TokenKind, isFixed: boolean): TokenCheck {
  const { text, formats } = usePage();
  const [shape, setShape] = useState(EMPTY);
  const checks = text.views.subscriptions.tokenChecks;
  const length = formats.number(shape.length);
  const isOther = shape.kind !== null && shape.kind !== kind;
  const problem = (): string | undefined => {
    if (shape.state === 'blank') return checks.blank;
    if (shape.state === 'start') return checks.start;
    if (isOther && isFixed) return checks.mustBe[kind];
    if (isOther) return shape.kind === 'api_key' ? checks.isApiKey : checks.isSetupToken;
    return shape.state === 'length' ? checks.length(length) : undefined;
  };
  const error = problem();
  const isWhole = shape.state === 'whole' && error === undefined;
  return {
    isWhole,
    praise: isWhole ? checks[kind](length) : undefined,
    error,
    look: typed => setShape(tokenShape(typed)),
    forget: () => setShape(EMPTY),
  };
}
