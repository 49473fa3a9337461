import { describe, expect, it } from 'vitest';
import { type Column, type Sort, sortRows } from '../../../renderer/parts/table-columns.ts';

interface Row {
  readonly name: string;
  readonly left: number | null;
}

const ROWS: readonly Row[] = [
  { name: 'tee-10', left: 62 },
  { name: 'tee-9', left: null },
  { name: 'tee-1', left: 7 },
];
const COLUMNS: readonly Column<Row>[] = [
  { id: 'name', label: 'Name', cell: ({ name }) => name, sortBy: ({ name }) => name },
  { id: 'left', label: 'Left', cell: ({ left }) => left, sortBy: ({ left }) => left },
  { id: 'act', label: '', cell: () => null },
];

function namesBy(sort: Sort | undefined): readonly string[] {
  return sortRows(ROWS, COLUMNS, sort).map(({ name }) => name);
}

describe('sorting a table', () => {
  it('puts numbers in names in the order of numbers', () => {
    expect(namesBy({ column: 'name', direction: 'ascending' })).toEqual(['tee-1', 'tee-9', 'tee-10']);
    expect(namesBy({ column: 'name', direction: 'descending' })).toEqual(['tee-10', 'tee-9', 'tee-1']);
  });

  it('puts what is not known last, either way', () => {
    expect(namesBy({ column: 'left', direction: 'ascending' })).toEqual(['tee-1', 'tee-10', 'tee-9']);
    expect(namesBy({ column: 'left', direction: 'descending' })).toEqual(['tee-10', 'tee-1', 'tee-9']);
  });

  it('leaves the order of the host without a column to sort by', () => {
    expect(namesBy(undefined)).toEqual(['tee-10', 'tee-9', 'tee-1']);
    expect(namesBy({ column: 'act', direction: 'ascending' })).toEqual(['tee-10', 'tee-9', 'tee-1']);
  });
});
