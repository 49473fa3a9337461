import { type Column, cellClass, type Sort } from './table-columns.ts';

/** The head of a table; a click on a label that can be sorted by sorts by it, another one the other way round. */
export function TableHead<Row>({
  columns,
  sort,
  onSort,
}: {
  columns: readonly Column<Row>[];
  sort: Sort | undefined;
  onSort: (sort: Sort) => void;
}) {
  return (
    <>
      <colgroup>
        {columns.map(({ id, width, isExtra }) => (
          <col key={id} className={isExtra === true ? 'extra' : undefined} style={{ width }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map(({ id, label, isNumber, isExtra, isLabelHidden, sortBy }) => {
            const direction = sort?.column === id ? sort.direction : undefined;
            return (
              <th key={id} scope="col" className={cellClass(isNumber, isExtra)} aria-sort={direction}>
                {sortBy === undefined ? (
                  <span className={isLabelHidden === true ? 'hidden' : undefined}>{label}</span>
                ) : (
                  <button
                    type="button"
                    onClick={() =>
                      onSort({ column: id, direction: direction === 'ascending' ? 'descending' : 'ascending' })
                    }
                  >
                    {label}
                    {direction !== undefined && (
                      <span aria-hidden="true">{direction === 'ascending' ? ' ↑' : ' ↓'}</span>
                    )}
                  </button>
                )}
              </th>
            );
          })}
        </tr>
      </thead>
    </>
  );
}
