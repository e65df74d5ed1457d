import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonCommandIds } from '../../app/command-list.ts';
import { reasonText } from '../../app/reason-text.ts';
import type { Board, Defect } from '../../app/review-store.ts';
import { typeName } from '../../app/type-name.ts';
import { useCommand, useCommandKeys } from '../../app/use-command.ts';
import { useNoteDrafts, useReview, useSettings, useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { NoteEditor } from './note-editor.tsx';
import styles from './reason-bar.module.css';
import { useAuthor } from './use-author.ts';

/**
 * Why it was decided so: the site's reasons by digit and a note, for the defect decided last or the selected one. Keys
 * pressed right behind a decision are about that decision, however long the station takes.
 */
export function ReasonBar({ board }: { readonly board: Board }) {
  const { review } = useWorkspace();
  const aboutId = useReview(({ lastDecidedId, selectedId }) => lastDecidedId ?? selectedId);
  const busy = useReview((state) => state.busy);
  const author = useAuthor();
  const begin = useNoteDrafts((state) => state.begin);
  const [asked, ask] = useState<{ readonly draftId: number } | null>(null);
  const draft = useNoteDrafts(({ drafts }) => {
    const own = drafts.filter((one) => one.author === author && one.inspectionId === board.id);
    return (
      own.find(({ id }) => id === asked?.draftId) ?? own.find(({ defectId }) => defectId === aboutId) ?? own.at(-1)
    );
  });
  const about = board.defects.find(({ id }) => id === aboutId);
  const decided = about !== undefined && isOpenDecision(board, about);
  const awaited = draft?.defectId === null && busy;
  const isAboutDraft = draft !== undefined && (draft.defectId === null || (decided && draft.defectId === aboutId));
  const write = (defect: Defect | null) => {
    const draftId = begin(author, defect);
    if (draftId !== null) ask({ draftId });
  };
  useCommand(
    'review.reason',
    () => {
      // What is drawn may be older than the last key.
      if (review.getState().busy) write(null);
      else if (decided) write(about);
      else if (draft !== undefined) ask({ draftId: draft.id });
    },
    board.signedOff === null,
  );

  return (
    <>
      {board.signedOff === null &&
        reasonCommandIds.map((command, place) => <ReasonKey key={command} command={command} place={place} />)}
      {board.signedOff === null && (decided || draft !== undefined) && (
        <div className={styles.bar}>
          {decided && !awaited && <Question defect={about} onNote={isAboutDraft ? null : () => write(about)} />}
          {draft !== undefined && (
            <NoteEditor
              key={draft.id}
              draft={draft}
              about={isAboutDraft ? null : (board.defects.find(({ id }) => id === draft.defectId) ?? null)}
              asked={asked?.draftId === draft.id ? asked : null}
            />
          )}
        </div>
      )}
    </>
  );
}

const isOpenDecision = (board: Board, defect: Defect): boolean =>
  defect.verification !== 'not_verified' && board.signedOff === null;

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
