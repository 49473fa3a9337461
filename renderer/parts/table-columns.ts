import type { ReactNode } from 'react';

/** One column of a table. */
export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  /** A width of CSS; columns without one share what is left. */
  readonly width?: string;
  /** Figures stand on the right. */
  readonly isNumber?: boolean;
  /** The label is for the screen reader only, as above buttons. */
  readonly isLabelHidden?: boolean;
  /** The first that go when there is little room. */
  readonly isExtra?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** The whole text, as tooltip. */
  readonly hint?: (row: Row) => string | undefined;
  /** What the column is sorted by; without it, it is not. Null comes last. */
  readonly sortBy?: (row: Row) => string | number | null;
}

/** By which column a table is sorted. */
export interface Sort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

/** `rows` in the order of `sort`; as they are without one. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | undefined,
): readonly Row[] {
  const by = columns.find(({ id }) => id === sort?.column)?.sortBy;
  if (by === undefined || sort === undefined) return rows;
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [left, right] = [by(a), by(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === 'number' && typeof right === 'number') return sign * (left - right);
    return sign * String(left).localeCompare(String(right), undefined, { numeric: true });
  });
}

/** The classes of a cell or of its head. */
export function cellClass(isNumber: boolean | undefined, isExtra: boolean | undefined): string | undefined {
  const classes = [...(isNumber === true ? ['number'] : []), ...(isExtra === true ? ['extra'] : [])];
  return classes.length === 0 ? undefined : classes.join(' ');
}
