import { useTranslation } from 'react-i18next';
import { FailureState } from '../../app/failure-state.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { useStation } from '../../app/workspace-context.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { Recipe } from './recipe-draft.ts';
import { RecipeEditor } from './recipe-editor.tsx';

interface NewRecipeProps {
  readonly taken: readonly string[];
  readonly onSaved: (recipe: Recipe) => void;
}

/** A recipe that begins with what the model's description recommends. */
export function NewRecipe({ taken, onSaved }: NewRecipeProps) {
  const { t } = useTranslation('recipes');
  const station = useStation();
  const proposal = useAnswer('recipes.proposal', () => station.recipes.proposal({}));
  if (proposal.state === 'failed') return <FailureState error={proposal.error} retry={proposal.reload} />;
  if (proposal.state === 'loading') return <Skeleton label={t('opening')} rows={6} />;
  return (
    <RecipeEditor
      name=""
      stored={{ version: 0, content: proposal.value, savedAt: null }}
      taken={taken}
      onSaved={onSaved}
    />
  );
}
