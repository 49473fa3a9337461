import { type KeyboardEvent, type MouseEvent, type ReactNode, useRef, useState } from 'react';
import { usePage } from '../state/page-context.ts';
import { showWhole } from './show-whole.ts';
import { type Column, cellClass, type Sort, sortRows } from './table-columns.ts';
import { TableHead } from './table-head.tsx';

/** Options of a {@link Table}. */
export interface TableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  /** What Ctrl C copies; without it, the key does nothing. */
  readonly idOf?: (row: Row) => string;
  /** Enter or a click: the detail of the row. */
  readonly onOpen?: (row: Row) => void;
  /** The row whose detail is open. */
  readonly openKey?: string | undefined;
  readonly sort?: Sort;
  /** Rows of two lines. */
  readonly isTall?: boolean;
  /** Stands beneath the head when there is no row. */
  readonly empty?: ReactNode;
}

/** A table with keys: arrows, Home and End move, Enter opens, Ctrl C copies the row's id. Its head stays in sight. */
export function Table<Row>(props: TableProps<Row>) {
  const { label, rows, columns, keyOf, idOf, onOpen, openKey, isTall = false, empty } = props;
  const { text } = usePage();
  const body = useRef<HTMLTableSectionElement>(null);
  const [sort, setSort] = useState(props.sort);
  const [currentKey, setCurrentKey] = useState<string>();
  const [note, setNote] = useState('');
  const shown = sortRows(rows, columns, sort);
  const currentIndex = Math.max(
    shown.findIndex(row => keyOf(row) === (currentKey ?? openKey)),
    0,
  );

  const onKeyDown = (event: KeyboardEvent<HTMLTableRowElement>, row: Row, index: number): void => {
    if (event.target !== event.currentTarget) return;
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: shown.length - 1 }[event.key];
    const isCopy = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c' && !event.shiftKey;
    if (to !== undefined) {
      const next = Math.min(Math.max(to, 0), shown.length - 1);
      body.current?.querySelectorAll<HTMLElement>(':scope > tr')[next]?.focus();
    } else if (event.key === 'Enter' && onOpen !== undefined) {
      onOpen(row);
    } else if (isCopy && idOf !== undefined && (window.getSelection()?.isCollapsed ?? true)) {
      const id = idOf(row);
      navigator.clipboard.writeText(id).then(
        () => setNote(text.frame.rowCopied(id)),
        () => setNote(text.endpoint.copyFailed),
      );
    } else {
      return;
    }
    event.preventDefault();
  };

  const onClick = (event: MouseEvent<HTMLTableRowElement>, row: Row): void => {
    // A button in a row does its own thing.
    if (event.target instanceof Element && event.target.closest('button, a, input, select') !== null) return;
    onOpen?.(row);
  };

  return (
    <>
      <table className={isTall ? 'table tall' : 'table'} role="grid" aria-label={label}>
        <TableHead columns={columns} sort={sort} onSort={setSort} />
        <tbody ref={body}>
          {shown.map((row, index) => {
            const key = keyOf(row);
            return (
              <tr
                key={key}
                className={onOpen === undefined ? undefined : 'opens'}
                tabIndex={index === currentIndex ? 0 : -1}
                aria-selected={onOpen === undefined ? undefined : key === openKey}
                onFocus={() => setCurrentKey(key)}
                onKeyDown={event => onKeyDown(event, row, index)}
                onClick={event => onClick(event, row)}
              >
                {columns.map(({ id, cell, hint, isNumber, isExtra }) => (
                  <td
                    key={id}
                    className={cellClass(isNumber, isExtra)}
                    title={hint?.(row)}
                    onPointerEnter={hint === undefined ? showWhole : undefined}
                  >
                    {cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {shown.length === 0 && empty}
      <p className="hidden" role="status">
        {note}
      </p>
    </>
  );
}
