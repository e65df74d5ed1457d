import { useTranslation } from 'react-i18next';
import { changeWords } from './change-words.ts';
import type { RecipeChange } from './recipe-changes.ts';
import styles from './recipes.module.css';

export function ChangeList({ changes }: { readonly changes: readonly RecipeChange[] }) {
  const { t, i18n } = useTranslation('recipes');
  if (changes.length === 0) return <p className={styles.quiet}>{t('changes.none')}</p>;
  const words = changes.map((change) => changeWords(t, change, i18n.language));
  return (
    <ul className={styles.changes}>
      {words.map((word) => (
        <li key={word}>{word}</li>
      ))}
    </ul>
  );
}
