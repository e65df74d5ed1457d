import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonCommandIds } from '../../app/command-list.ts';
import { reasonText } from '../../app/reason-text.ts';
import type { Board, Defect } from '../../app/review-store.ts';
import { typeName } from '../../app/type-name.ts';
import { useCommand, useCommandKeys } from '../../app/use-command.ts';
import { useReview, useSettings } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { NoteEditor } from './note-editor.tsx';
import styles from './reason-bar.module.css';

/** Why it was decided so: the site's reasons by digit and a note, for the defect decided last or the selected one. */
export function ReasonBar({ board }: { readonly board: Board }) {
  const { t } = useTranslation('defects');
  const aboutId = useReview(({ lastDecidedId, selectedId }) => lastDecidedId ?? selectedId);
  const [notingId, setNotingId] = useState<string | null>(null);
  const keys = useCommandKeys('review.reason');
  const defect = board.defects.find(({ id }) => id === (notingId ?? aboutId));
  const decided = defect !== undefined && defect.verification !== 'not_verified' && board.signedOff === null;
  useCommand('review.reason', () => setNotingId(defect?.id ?? null), decided);
  if (!decided) return null;
  return (
    <div className={styles.bar}>
      <div className={styles.question}>
        <p>{t('reasonFor', { type: typeName(defect.type), decision: t(`app:verification.${defect.verification}`) })}</p>
        {notingId === null && (
          <Button variant="quiet" keys={keys} onClick={() => setNotingId(defect.id)}>
            {defect.note === '' ? t('addNote') : t('changeNote')}
          </Button>
        )}
      </div>
      <Reasons defect={defect} />
      {notingId !== null && <NoteEditor key={notingId} defect={defect} onDone={() => setNotingId(null)} />}
    </div>
  );
}

function Reasons({ defect }: { readonly defect: Defect }) {
  const reasons = useSettings(({ values }) => values.reasons[defect.verification]) ?? none;
  const decide = useReview((state) => state.decide);
  const { id, verification, note } = defect;
  const pick = (reason: string) => void decide({ verification, reason, note }, id);
  return (
    <>
      {reasonCommandIds.map((command, place) => {
        const reason = reasons[place];
        if (reason === undefined) return null;
        return (
          <Reason
            key={command}
            command={command}
            reason={reason}
            picked={defect.reason === reason}
            onPick={() => pick(reason)}
          />
        );
      })}
    </>
  );
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
  useCommand(command, onPick);
  return (
    <Button variant="quiet" keys={keys} pressed={picked} onClick={onPick}>
      {reasonText(t, reason)}
    </Button>
  );
}
