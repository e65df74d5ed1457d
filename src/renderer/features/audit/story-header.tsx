import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigation } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './audit.module.css';
import { type AuditEntry, boardOf } from './entry-words.ts';

interface StoryHeaderProps {
  readonly objectId: string;
  /** What has been read of the story so far. */
  readonly entries: readonly AuditEntry[];
}

/** Whose story the list tells, and the ways out of it. */
export function StoryHeader({ objectId, entries }: StoryHeaderProps) {
  const { t } = useTranslation('audit');
  const go = useNavigation((navigation) => navigation.go);
  const board = entries.map(({ after }) => boardOf(after)).find((name) => name !== '');
  const isBoard = entries.some(({ object }) => object.type === 'inspection' && object.id === objectId);
  return (
    <header className={styles.story}>
      <Button icon={<ArrowLeft />} onClick={() => go('audit', {})}>
        {t('story.back')}
      </Button>
      <div>
        <h2>{board === undefined ? t('story.title') : t('story.titleOf', { board })}</h2>
        <p className={styles.quiet}>{t('story.text')}</p>
      </div>
      {isBoard && <Button onClick={() => go('review', { inspectionId: objectId })}>{t('entry.openBoard')}</Button>}
    </header>
  );
}
