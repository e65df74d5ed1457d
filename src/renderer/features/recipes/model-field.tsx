import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../app/use-answer.ts';
import { useStation } from '../../app/workspace-context.tsx';
import { Select } from '../../ui/select.tsx';
import { withModel } from './model-types.ts';
import type { RecipeContent, RecipeEdit } from './recipe-content.ts';
import styles from './recipes.module.css';

interface ModelFieldProps {
  readonly content: RecipeContent;
  readonly onChange: (edit: RecipeEdit) => void;
}

/** The pinned model. Another one brings its own types; rules of types that both know stay. */
export function ModelField({ content, onChange }: ModelFieldProps) {
  const { t, i18n } = useTranslation('recipes');
  const station = useStation();
  const models = useAnswer('models.list', () => station.models.list({})).value ?? [];
  const proposed = useAnswer('recipes.proposal', () => station.recipes.proposal({})).value?.types ?? {};
  const idOf = ({ name, version }: RecipeContent['model']) => `${name}@${version}`;
  const chosen = idOf(content.model);
  const known = models.find((model) => idOf(model) === chosen);
  const pick = (id: string) => {
    const model = models.find((one) => idOf(one) === id);
    if (model === undefined) return;
    const { name, version, classes } = model;
    onChange((latest) => withModel(latest, { name, version }, classes, proposed));
  };
  const figures = Object.entries(known?.figures ?? {}).map(([name, figure]) =>
    typeof figure === 'number'
      ? `${name} ${new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 3 }).format(figure)}`
      : `${name} ${figure}`,
  );
  return (
    <div className={styles.field}>
      <Select
        label={t('model.field')}
        value={chosen}
        onChange={pick}
        options={[
          ...(known ? [] : [{ value: chosen, label: t('model.missing', { model: chosen }) }]),
          ...models.map((model) => ({
            value: idOf(model),
            label: model.error ? t('model.unusable', { model: idOf(model), reason: model.error.message }) : idOf(model),
            disabled: model.error !== null,
          })),
        ]}
      />
      {figures.length > 0 && <p className={styles.quiet}>{t('model.figure', { figures: figures.join(', ') })}</p>}
    </div>
  );
}
