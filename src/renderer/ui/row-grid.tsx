// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by hand, which takes a table's own meaning from it
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid hears the keys for its active row
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { classNames } from './class-names.ts';
import styles from './row-grid.module.css';
import { rowAfterKey } from './row-keys.ts';

/** Where someone is in a grid. Rows are named by their keys: others may have come above them meanwhile. */
export interface GridPlace {
  /** The uppermost row in view, and how far it is scrolled out, px. */
  readonly top: string;
  readonly offset: number;
  readonly active: string;
  readonly focused: boolean;
}

export interface RowGridProps {
  /** Its name for screen readers. */
  readonly label: string;
  /** Class with the `grid-template-columns` of header and rows. */
  readonly columns: string | undefined;
  /** Words over the columns; an empty word is a column without a name. */
  readonly headers: readonly { readonly id: string; readonly text: string; readonly hidden?: boolean }[];
  readonly count: number;
  readonly keyOf: (index: number) => string;
  /** The row's cells, each a `GridCell`. */
  readonly cells: (index: number) => ReactNode;
  /** Click or Enter. */
  readonly onOpen: (index: number) => void;
  /** Space. */
  readonly onToggle?: (index: number) => void;
  readonly isSelected?: (index: number) => boolean;
  /** The last rows are in view. */
  readonly onEnd: () => void;
  /** The rows that exist now: those in view and some before and after them. */
  readonly onShown?: (first: number, last: number) => void;
  /** Where it begins; at its top where these rows are not there (any more). */
  readonly start?: GridPlace | undefined;
  /** It is taken off the screen. */
  readonly onLeave?: (place: GridPlace) => void;
  /** Stands after the last row: more is coming, or could not. */
  readonly footer?: ReactNode;
}

/** Height of a row in px before it is measured. */
const estimatedRow = 56;
/** Rows before the end at which the next page is asked for, so that it is there before it is needed. */
const headStart = 20;
/** Rows kept above and below those in view. */
const overscan = 8;

export const GridCell = ({
  children,
  className,
}: {
  readonly children?: ReactNode;
  readonly className?: string | undefined;
}) => (
  <div role="gridcell" className={classNames(styles.cell, className)}>
    {children}
  </div>
);

/**
 * A list of any length with columns, of which only the rows in view exist. The grid has the focus and names its active
 * row: ↑ ↓, Page up and down, Home and End move it, Enter opens, Space selects.
 */
export function RowGrid(props: RowGridProps) {
  const { label, columns, headers, count, keyOf, cells, onOpen, onToggle, isSelected, onEnd, onShown, footer } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [begin] = useState(() => beginAt(props));
  const [chosen, setActive] = useState(begin.active);
  const active = Math.max(0, Math.min(chosen, count - 1));
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatedRow,
    getItemKey: keyOf,
    initialOffset: begin.scroll,
    overscan,
  });
  usePlace(scroller, rows, keyOf(active), props);
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? -1;

  useEffect(() => {
    if (count > 0 && last >= count - headStart) onEnd();
  }, [last, count, onEnd]);

  const first = shown[0]?.index ?? 0;
  useEffect(() => {
    onShown?.(first, last);
  }, [first, last, onShown]);

  const rowsPerPage = Math.max(1, shown.length - 2 * overscan - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.altKey || event.metaKey || count === 0) return;
    const next = rowAfterKey(event.key, active, count, rowsPerPage);
    if (next !== null) {
      setActive(next);
      rows.scrollToIndex(next);
    } else if (event.key === 'Enter') onOpen(active);
    else if (event.key === ' ' && onToggle) onToggle(active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={-1}
      aria-multiselectable={onToggle !== undefined}
      aria-activedescendant={count > 0 ? `${id}-${active}` : undefined}
      tabIndex={0}
      className={styles.grid}
      onKeyDown={onKeyDown}
    >
      <div role="row" aria-rowindex={1} className={classNames(styles.header, columns)}>
        {headers.map((header) => (
          <div key={header.id} role="columnheader" className={styles.cell}>
            <span className={header.hidden ? 'visually-hidden' : undefined}>{header.text}</span>
          </div>
        ))}
      </div>
      <div role="rowgroup" className={styles.rows} style={{ height: rows.getTotalSize() }}>
        {shown.map(({ index, key, start }) => (
          <div
            key={key}
            ref={rows.measureElement}
            id={`${id}-${index}`}
            data-index={index}
            data-active={index === active || undefined}
            role="row"
            aria-rowindex={index + 2}
            aria-selected={isSelected?.(index) ?? false}
            className={classNames(styles.row, columns)}
            style={{ transform: `translateY(${start}px)` }}
            onClick={() => {
              setActive(index);
              onOpen(index);
            }}
          >
            {cells(index)}
          </div>
        ))}
      </div>
      {footer}
    </div>
  );
}

/** Active row and px to scroll to. Rows are not measured yet: as far as the eye can tell they are as high as estimated. */
function beginAt({ start, count, keyOf }: RowGridProps): { readonly active: number; readonly scroll: number } {
  let [active, scroll] = [0, 0];
  if (start === undefined) return { active, scroll };
  for (let index = 0; index < count; index += 1) {
    const key = keyOf(index);
    if (key === start.active) active = index;
    if (key === start.top) scroll = index * estimatedRow + start.offset;
  }
  return { active, scroll };
}

/** Takes the focus back where it was left with it, and tells where it is when it goes. */
function usePlace(
  scroller: RefObject<HTMLDivElement | null>,
  rows: Virtualizer<HTMLDivElement, Element>,
  active: string,
  { start, onLeave }: RowGridProps,
): void {
  const latest = useRef({ active, start, onLeave });
  useEffect(() => {
    latest.current = { active, start, onLeave };
  });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    if (latest.current.start?.focused && document.activeElement === document.body)
      element.focus({ preventScroll: true });
    return () => {
      const { scrollTop } = element;
      const top = rows.getVirtualItemForOffset(scrollTop);
      if (top === undefined) return;
      latest.current.onLeave?.({
        top: String(top.key),
        offset: scrollTop - top.start,
        active: latest.current.active,
        focused: document.activeElement === element,
      });
    };
  }, [scroller, rows]);
}
