import { NotebookText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureState } from '../../app/failure-state.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { useDenial } from '../../app/use-permission.ts';
import { useNavigation, useStation } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { NewRecipe } from './new-recipe.tsx';
import { OpenRecipe } from './open-recipe.tsx';
import { RecipeList } from './recipe-list.tsx';
import styles from './recipes.module.css';

/** How parts are inspected: one recipe each, every version kept. */
export function RecipesView() {
  const { t } = useTranslation('recipes');
  const station = useStation();
  const go = useNavigation((navigation) => navigation.go);
  const wanted = useNavigation(({ place }) => (place.view === 'recipes' ? place.params.name : undefined));
  const recipes = useAnswer('recipes.list', () => station.recipes.list({}));
  const [making, setMaking] = useState(false);
  const denied = useDenial('recipe.change');

  if (recipes.state === 'failed') return <FailureState error={recipes.error} retry={recipes.reload} />;
  if (recipes.state === 'loading') return <Skeleton label={t('loading')} rows={6} />;
  const names = recipes.value.map(({ name }) => name);
  if (names.length === 0 && !making)
    return (
      <section className={styles.view} aria-label={t('title')}>
        <EmptyState icon={<NotebookText />} title={t('empty.title')} text={t('empty.text')}>
          <Button
            variant="primary"
            disabled={denied !== null}
            focusableWhenDisabled
            title={denied ?? undefined}
            onClick={() => setMaking(true)}
          >
            {t('new')}
          </Button>
        </EmptyState>
      </section>
    );

  const opened = making ? null : (wanted ?? names[0] ?? null);
  const openSaved = (name: string) => {
    setMaking(false);
    recipes.reload();
    go('recipes', { name });
  };
  return (
    <section className={styles.view} aria-label={t('title')}>
      <h1 className="visually-hidden">{t('title')}</h1>
      <RecipeList
        recipes={recipes.value}
        opened={opened}
        onOpen={(name) => {
          setMaking(false);
          go('recipes', { name });
        }}
        onNew={() => setMaking(true)}
      />
      {opened === null ? (
        <NewRecipe taken={names} onSaved={({ name }) => openSaved(name)} />
      ) : (
        <OpenRecipe key={opened} name={opened} taken={names} onSaved={recipes.reload} />
      )}
    </section>
  );
}
