import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Defect } from '../../app/review-store.ts';
import { typeName } from '../../app/type-name.ts';
import { useNoteDrafts } from '../../app/workspace-context.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { NoteDraft } from './note-drafts.ts';
import styles from './reason-bar.module.css';

export interface NoteEditorProps {
  readonly draft: NoteDraft;
  /** Named where nothing above the field says which defect it is about. */
  readonly about: Defect | null;
  /** Another one each time that the person asks for the field; null where they only came back to its board. */
  readonly asked: object | null;
}

/** One line, Enter keeps it, Escape drops it. What was typed stays until the station has it. */
export function NoteEditor({ draft, about, asked }: NoteEditorProps) {
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
        label={about === null ? t('note') : t('noteOn', { type: typeName(t, about.type) })}
        hideLabel={about === null}
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
