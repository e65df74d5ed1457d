import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import styles from './option-list.module.css';

export interface OptionListProps<Item> {
  /** Its name for screen readers. */
  readonly label: string;
  readonly items: readonly Item[];
  readonly itemKey: (item: Item) => string;
  readonly selectedKey: string | null;
  readonly onSelect: (item: Item) => void;
  readonly children: (item: Item, selected: boolean) => ReactNode;
  /** Height of a row: a class that sets it. */
  readonly rowClass: string | undefined;
  /** The last rows came into view. */
  readonly onEnd?: () => void;
  /** The arrow keys move the selection here; other lists leave them to the window's commands. */
  readonly arrows?: boolean;
}

/** Rows drawn beyond the edges, so that a fast scroll shows no gap. */
const overscan = 8;

/** One of many: a list that draws only what is in view. What changes above the view does not move it. */
export function OptionList<Item>(props: OptionListProps<Item>) {
  const { label, items, itemKey, selectedKey, onSelect, children, rowClass, onEnd, arrows } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [probe, setProbe] = useState<HTMLElement | null>(null);
  const rowPx = useHeight(probe);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => itemKey(items[index]!),
    overscan,
  });
  const rows = virtual.getVirtualItems();
  const selectedAt = items.findIndex((item) => itemKey(item) === selectedKey);

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows take the height of their class
  useEffect(() => virtual.measure(), [rowPx]);
  useAnchor(scroller, items.map(itemKey), rowPx);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection moves the list
  useEffect(() => {
    if (selectedAt !== -1) virtual.scrollToIndex(selectedAt, { align: 'auto' });
  }, [selectedKey, rowPx]);

  const lastShown = rows.at(-1)?.index ?? -1;
  useEffect(() => {
    if (lastShown >= items.length - 1 && items.length > 0) onEnd?.();
  }, [lastShown, items.length, onEnd]);

  // What is scrolled out of view is no element that could be pointed at.
  const isDrawn = rows.some(({ index }) => index === selectedAt);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = targetOf(event.key, selectedAt, items.length, arrows ?? false);
    const item = to === null ? undefined : items[to];
    if (item === undefined) return;
    event.preventDefault();
    onSelect(item);
  };

  return (
    <div
      ref={scroller}
      className={styles.list}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={isDrawn ? `${id}-${selectedKey}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div ref={setProbe} className={classNames(styles.probe, rowClass)} aria-hidden="true" />
      <div role="presentation" className={styles.canvas} style={{ height: virtual.getTotalSize() }}>
        {rows.map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          const selected = row.index === selectedAt;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the focus and the keys
            <div
              key={row.key}
              id={`${id}-${itemKey(item)}`}
              role="option"
              tabIndex={-1}
              aria-selected={selected}
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              className={classNames(styles.option, rowClass)}
              style={{ transform: `translateY(${row.start}px)` }}
              onClick={() => {
                onSelect(item);
                scroller.current?.focus();
              }}
            >
              {children(item, selected)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function targetOf(key: string, at: number, count: number, arrows: boolean): number | null {
  if (count === 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (!arrows) return null;
  if (key === 'ArrowDown') return Math.min(count - 1, at + 1);
  if (key === 'ArrowUp') return at === -1 ? count - 1 : Math.max(0, at - 1);
  return null;
}

/** Height in px, as it is now; 40 before it is known. */
function useHeight(element: HTMLElement | null): number {
  const [height, setHeight] = useState(40);
  useEffect(() => {
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => setHeight(entry?.borderBoxSize[0]?.blockSize || 40));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return height;
}

/** Keeps the row at the upper edge in its place when rows above it come or go. At the top the list stays at the top. */
function useAnchor(scroller: React.RefObject<HTMLDivElement | null>, keys: readonly string[], rowPx: number): void {
  const before = useRef<readonly string[]>(keys);
  useLayoutEffect(() => {
    const old = before.current;
    before.current = keys;
    const element = scroller.current;
    if (element === null || element.scrollTop === 0 || old.length === keys.length) return;
    const top = Math.floor(element.scrollTop / rowPx);
    const anchor = old.slice(top).find((key) => keys.includes(key));
    if (anchor !== undefined) element.scrollTop += (keys.indexOf(anchor) - old.indexOf(anchor)) * rowPx;
  });
}
