import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { TextField } from '../ui/text-field.tsx';
import styles from './board-search.module.css';
import type { ScannedText } from './scanned-text.ts';
import { useCommand, useCommandKeys } from './use-command.ts';
import { useNavigation, useQueue, useReview, useWorkspace } from './workspace-context.tsx';

/** Milliseconds without a key before the queue is asked: a scanner types a whole serial faster. */
const pauseMs = 150;

/**
 * In the review it narrows the queue, and Enter opens the first board found: a scanner's serial ends with Enter.
 * In the other views Enter looks in the history. What is scanned while the boards have the focus comes here too.
 */
export function BoardSearch() {
  const { t } = useTranslation();
  const { commands, notices } = useWorkspace();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const view = useNavigation(({ place }) => place.view);
  const go = useNavigation((state) => state.go);
  const setSearch = useQueue((state) => state.setSearch);
  const searched = useQueue((state) => state.search);
  const rows = useQueue((state) => state.rows);
  const loading = useQueue((state) => state.loading);
  const failed = useQueue(({ failure }) => failure !== null);
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
    if (failed) return;
    if (rows[0]) void open(rows[0].id);
    // The board in view stays: who looks at the board only must hear that it is another one.
    else notices.say({ id: 'nothing-found', tone: 'info', title: t('queue:noMatch', { search: searched }) });
  }, [opensFirst, loading, failed, searched, text, rows, open, notices, t]);

  const find = (wanted: string) => {
    if (view !== 'review') return go('history', { filter: { search: wanted } });
    if (wanted !== searched) setSearch(wanted);
    setOpensFirst(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      setText('');
      input.current?.blur();
    }
    if (event.key !== 'Enter' || text.trim() === '') return;
    event.preventDefault();
    find(text.trim());
  };

  const take = useEffectEvent(({ text: scanned, ended }: ScannedText) => {
    if (scanned.trim() === '') return;
    // All of it stands in the field, before it is selected there.
    flushSync(() => setText(scanned));
    if (ended) find(scanned.trim());
    // The next scan replaces it.
    else input.current?.select();
  });
  useEffect(() => commands.takeScans((scanned) => take(scanned)), [commands]);

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
