import { useTranslation } from 'react-i18next';
import { FailureState } from '../../app/failure-state.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { useStation } from '../../app/workspace-context.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { RecipeEditor } from './recipe-editor.tsx';

interface OpenRecipeProps {
  readonly name: string;
  readonly taken: readonly string[];
  readonly onSaved: () => void;
}

export function OpenRecipe({ name, taken, onSaved }: OpenRecipeProps) {
  const { t } = useTranslation('recipes');
  const station = useStation();
  const recipe = useAnswer(`recipes.open ${name}`, () => station.recipes.open({ name }));
  if (recipe.state === 'failed') return <FailureState error={recipe.error} retry={recipe.reload} />;
  if (recipe.state === 'loading') return <Skeleton label={t('opening')} rows={6} />;
  return (
    <RecipeEditor
      name={name}
      stored={recipe.value}
      taken={taken}
      onSaved={() => {
        recipe.reload();
        onSaved();
      }}
    />
  );
}
