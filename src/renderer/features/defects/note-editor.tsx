import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Defect } from '../../app/review-store.ts';
import { useReview } from '../../app/workspace-context.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './reason-bar.module.css';

export interface NoteEditorProps {
  /** Null: the defect whose decision is still on its way. */
  readonly defect: Defect | null;
  readonly onDone: () => void;
}

/** One line, Enter keeps it, Escape drops it. What was typed stays until the station has it. */
export function NoteEditor({ defect, onDone }: NoteEditorProps) {
  const { t } = useTranslation('defects');
  const [note, setNote] = useState(defect?.note ?? '');
  const input = useRef<HTMLInputElement>(null);
  const explain = useReview((state) => state.explain);
  useEffect(() => input.current?.focus(), []);

  const keep = async () => {
    const reply = await explain(() => ({ note: note.trim() }), defect?.id);
    if (reply?.ok) onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      void keep();
    } else if (event.key === 'Escape') onDone();
  };
  return (
    <div className={styles.note}>
      <TextField
        label={t('note')}
        hideLabel
        value={note}
        onChange={setNote}
        placeholder={t('noteHint')}
        maxLength={2000}
        inputRef={input}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
