import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNoteDrafts } from '../../app/workspace-context.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { NoteDraft } from './note-drafts.ts';
import styles from './reason-bar.module.css';

export interface NoteEditorProps {
  readonly draft: NoteDraft;
  /** Another one each time that the person asks for the field; null where they only came back to its board. */
  readonly asked: object | null;
}

/** One line, Enter keeps it, Escape drops it. What was typed stays until the station has it. */
export function NoteEditor({ draft, asked }: NoteEditorProps) {
  const { t } = useTranslation('defects');
  const { type, keep, drop } = useNoteDrafts((state) => state);
  const input = useRef<HTMLInputElement>(null);
  // Keys of whoever only comes back are decisions, not words.
  useEffect(() => {
    if (asked !== null) input.current?.focus();
  }, [asked]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      void keep(draft.id);
    } else if (event.key === 'Escape') drop(draft.id);
  };
  return (
    <div className={styles.note}>
      <TextField
        label={t('note')}
        hideLabel
        value={draft.text}
        onChange={(text) => type(draft.id, text)}
        placeholder={t('noteHint')}
        maxLength={2000}
        inputRef={input}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
