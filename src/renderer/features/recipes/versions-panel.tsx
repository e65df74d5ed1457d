import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureState } from '../../app/failure-state.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { useStation } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ChangeList } from './change-list.tsx';
import { recipeChanges } from './recipe-changes.ts';
import type { RecipeContent } from './recipe-content.ts';
import styles from './recipes.module.css';

interface VersionsPanelProps {
  readonly name: string;
  /** The newest version, which older ones are compared with. */
  readonly newest: { readonly version: number; readonly content: RecipeContent };
  /** Puts an older version's content into the editor; saving makes it the newest again. */
  readonly onRestore: (content: RecipeContent) => void;
}

export function VersionsPanel({ name, newest, onRestore }: VersionsPanelProps) {
  const { t, i18n } = useTranslation('recipes');
  const station = useStation();
  const versions = useAnswer(`recipes.versions ${name} ${newest.version}`, () => station.recipes.versions({ name }));
  const [opened, open] = useState<number | null>(null);
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  if (versions.state === 'failed') return <FailureState error={versions.error} retry={versions.reload} />;
  if (versions.state === 'loading') return <Skeleton label={t('versions.loading')} />;
  return (
    <ol className={styles.versions}>
      {versions.value.map(({ version, savedAt }) => {
        const isNewest = version === newest.version;
        return (
          <li key={version}>
            <button
              type="button"
              className={styles.versionButton}
              aria-expanded={opened === version}
              disabled={isNewest}
              onClick={() => open(opened === version ? null : version)}
            >
              <span>
                {t('version', { version })} {isNewest && <span className={styles.quiet}>{t('versions.newest')}</span>}
              </span>
              {!isNewest && <ChevronRight className={styles.chevron} aria-hidden="true" />}
              <time className={styles.quiet} dateTime={savedAt}>
                {time.format(new Date(savedAt))}
              </time>
            </button>
            {opened === version && (
              <OlderVersion name={name} version={version} newest={newest.content} onRestore={onRestore} />
            )}
          </li>
        );
      })}
    </ol>
  );
}

interface OlderVersionProps {
  readonly name: string;
  readonly version: number;
  readonly newest: RecipeContent;
  readonly onRestore: (content: RecipeContent) => void;
}

function OlderVersion({ name, version, newest, onRestore }: OlderVersionProps) {
  const { t } = useTranslation('recipes');
  const station = useStation();
  const older = useAnswer(`recipes.open ${name} ${version}`, () => station.recipes.open({ name, version }));
  if (older.state === 'failed') return <FailureState error={older.error} retry={older.reload} />;
  if (older.state === 'loading') return <Skeleton label={t('opening')} rows={2} />;
  return (
    <div className={styles.older}>
      <p className={styles.quiet}>{t('versions.compare', { version })}</p>
      <ChangeList changes={recipeChanges(older.value.content, newest)} />
      <Button onClick={() => onRestore(older.value.content)}>{t('versions.restore')}</Button>
    </div>
  );
}
