import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../ui/text-field.tsx';
import styles from './board-search.module.css';
import { useCommand, useCommandKeys } from './use-command.ts';
import { useNavigation, useQueue, useReview } from './workspace-context.tsx';

/** Milliseconds without a key before the queue is asked: a scanner types a whole serial faster. */
const pauseMs = 150;

/**
 * In the review it narrows the queue, and Enter opens the first board found: a scanner's serial ends with Enter.
 * In the other views Enter looks in the history.
 */
export function BoardSearch() {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const view = useNavigation(({ place }) => place.view);
  const go = useNavigation((state) => state.go);
  const setSearch = useQueue((state) => state.setSearch);
  const searched = useQueue((state) => state.search);
  const rows = useQueue((state) => state.rows);
  const loading = useQueue((state) => state.loading);
  const open = useReview((state) => state.open);
  const [opensFirst, setOpensFirst] = useState(false);
  const keys = useCommandKeys('window.search');
  useCommand('window.search', () => input.current?.select());

  useEffect(() => {
    const wanted = view === 'review' ? text.trim() : '';
    if (wanted === searched) return;
    const timer = setTimeout(() => setSearch(wanted), pauseMs);
    return () => clearTimeout(timer);
  }, [text, view, searched, setSearch]);

  // Enter may come before the answer that it is about.
  useEffect(() => {
    if (!opensFirst || loading || searched !== text.trim()) return;
    setOpensFirst(false);
    if (rows[0]) void open(rows[0].id);
  }, [opensFirst, loading, searched, text, rows, open]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      setText('');
      input.current?.blur();
    }
    if (event.key !== 'Enter' || text.trim() === '') return;
    event.preventDefault();
    if (view === 'review') setOpensFirst(true);
    else go('history', { filter: { search: text.trim() } });
  };

  return (
    <search className={styles.search}>
      <TextField
        label={t('search')}
        hideLabel
        type="search"
        value={text}
        onChange={setText}
        placeholder={t('searchHint')}
        maxLength={200}
        icon={<Search aria-hidden="true" />}
        keys={keys}
        inputRef={input}
        onKeyDown={onKeyDown}
      />
    </search>
  );
}
