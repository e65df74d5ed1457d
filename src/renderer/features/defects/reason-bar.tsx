import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonCommandIds } from '../../app/command-list.ts';
import { reasonText } from '../../app/reason-text.ts';
import type { Board, Defect } from '../../app/review-store.ts';
import { typeName } from '../../app/type-name.ts';
import { useCommand, useCommandKeys } from '../../app/use-command.ts';
import { useReview, useSettings, useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { NoteEditor } from './note-editor.tsx';
import styles from './reason-bar.module.css';

/** The defect that a note is written about; null: the one whose decision is still on its way to the station. */
interface Noting {
  readonly defectId: string | null;
}

/**
 * Why it was decided so: the site's reasons by digit and a note, for the defect decided last or the selected one. Keys
 * pressed right behind a decision are about that decision, however long the station takes.
 */
export function ReasonBar({ board }: { readonly board: Board }) {
  const { review } = useWorkspace();
  const aboutId = useReview(({ lastDecidedId, selectedId }) => lastDecidedId ?? selectedId);
  const busy = useReview((state) => state.busy);
  const [noting, setNoting] = useState<Noting | null>(null);
  const defect = board.defects.find(({ id }) => id === (noting?.defectId ?? aboutId));
  const decided = defect !== undefined && defect.verification !== 'not_verified' && board.signedOff === null;
  const awaited = noting !== null && noting.defectId === null;
  useCommand(
    'review.reason',
    () => {
      // What is drawn may be older than the last key.
      if (review.getState().busy) setNoting({ defectId: null });
      else if (decided) setNoting({ defectId: defect.id });
    },
    board.signedOff === null,
  );
  useEffect(() => {
    if (awaited && !busy && decided) setNoting({ defectId: defect.id });
  }, [awaited, busy, decided, defect]);

  return (
    <>
      {board.signedOff === null &&
        reasonCommandIds.map((command, place) => <ReasonKey key={command} command={command} place={place} />)}
      {board.signedOff === null && (decided || noting !== null) && (
        <div className={styles.bar}>
          {decided && !awaited && (
            <Question defect={defect} onNote={noting === null ? () => setNoting({ defectId: defect.id }) : null} />
          )}
          {noting !== null && <NoteEditor defect={awaited ? null : (defect ?? null)} onDone={() => setNoting(null)} />}
        </div>
      )}
    </>
  );
}

interface QuestionProps {
  readonly defect: Defect;
  /** Null while a note is written. */
  readonly onNote: (() => void) | null;
}

function Question({ defect, onNote }: QuestionProps) {
  const { t } = useTranslation('defects');
  const keys = useCommandKeys('review.reason');
  const reasons = useSettings(({ values }) => values.reasons[defect.verification]) ?? none;
  const explain = useReview((state) => state.explain);
  return (
    <>
      <div className={styles.question}>
        <p>
          {t('reasonFor', { type: typeName(t, defect.type), decision: t(`app:verification.${defect.verification}`) })}
        </p>
        {onNote !== null && (
          <Button variant="quiet" keys={keys} onClick={onNote}>
            {defect.note === '' ? t('addNote') : t('changeNote')}
          </Button>
        )}
      </div>
      {reasonCommandIds.map((command, place) => {
        const reason = reasons[place];
        if (reason === undefined) return null;
        return (
          <Reason
            key={command}
            command={command}
            reason={reason}
            picked={defect.reason === reason}
            onPick={() => void explain(() => ({ reason }), defect.id)}
          />
        );
      })}
    </>
  );
}

interface ReasonKeyProps {
  readonly command: (typeof reasonCommandIds)[number];
  readonly place: number;
}

/** A digit picks among the reasons of what was decided when its turn comes; it draws nothing. */
function ReasonKey({ command, place }: ReasonKeyProps) {
  const reasons = useSettings(({ values }) => values.reasons);
  const explain = useReview((state) => state.explain);
  useCommand(command, () => {
    void explain(({ verification }) => {
      const reason = reasons[verification]?.[place];
      return reason === undefined ? null : { reason };
    });
  });
  return null;
}

const none: readonly string[] = [];

interface ReasonProps {
  readonly command: (typeof reasonCommandIds)[number];
  readonly reason: string;
  readonly picked: boolean;
  readonly onPick: () => void;
}

function Reason({ command, reason, picked, onPick }: ReasonProps) {
  const { t } = useTranslation('defects');
  const keys = useCommandKeys(command);
  return (
    <Button variant="quiet" keys={keys} pressed={picked} onClick={onPick}>
      {reasonText(t, reason)}
    </Button>
  );
}
