import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useDenial } from '../../app/use-permission.ts';
import { Button } from '../../ui/button.tsx';
import styles from './recipes.module.css';
import { readDraft } from './stored-drafts.ts';

interface RecipeListProps {
  readonly recipes: readonly { readonly name: string; readonly version: number }[];
  /** Null while a new recipe is made. */
  readonly opened: string | null;
  readonly onOpen: (name: string) => void;
  readonly onNew: () => void;
}

export function RecipeList({ recipes, opened, onOpen, onNew }: RecipeListProps) {
  const { t } = useTranslation('recipes');
  const denied = useDenial('recipe.change');
  return (
    <nav className={styles.list} aria-label={t('list')}>
      <ul>
        {recipes.map(({ name, version }) => (
          <li key={name}>
            <button
              type="button"
              className={styles.recipe}
              aria-current={name === opened ? 'true' : undefined}
              onClick={() => onOpen(name)}
            >
              <span className={styles.recipeName}>{name}</span>
              <span className={styles.quiet}>
                {readDraft(localStorage, name) === null ? t('version', { version }) : t('draft')}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className={styles.listActions}>
        <Button
          wide
          icon={<Plus />}
          disabled={denied !== null}
          focusableWhenDisabled
          title={denied ?? undefined}
          onClick={onNew}
        >
          {t('new')}
        </Button>
      </div>
    </nav>
  );
}
