import { useTranslation } from 'react-i18next';
import { NumberField } from '../../ui/number-field.tsx';
import type { RecipeContent, RecipeEdit } from './recipe-content.ts';
import styles from './recipes.module.css';

interface LimitsFieldsProps {
  readonly content: RecipeContent;
  readonly onChange: (edit: RecipeEdit) => void;
}

export function LimitsFields({ content, onChange }: LimitsFieldsProps) {
  const { t, i18n } = useTranslation('recipes');
  return (
    <div className={styles.limits}>
      <NumberField
        label={t('limits.minAreaPx')}
        hint={t('limits.minAreaPxHint')}
        unit="px²"
        value={content.minAreaPx}
        onChange={(minAreaPx) => minAreaPx !== null && onChange((latest) => ({ ...latest, minAreaPx }))}
        min={0}
        max={1_000_000}
        step={1}
        digits={1}
        locale={i18n.language}
      />
      <NumberField
        label={t('limits.minRegistrationScore')}
        hint={t('limits.minRegistrationScoreHint')}
        value={content.minRegistrationScore}
        onChange={(score) => score !== null && onChange((latest) => ({ ...latest, minRegistrationScore: score }))}
        min={0}
        max={1}
        step={0.01}
        digits={3}
        locale={i18n.language}
      />
      <NumberField
        label={t('limits.mmPerPx')}
        hint={t('limits.mmPerPxHint')}
        unit={t('limits.mmPerPxUnit')}
        value={content.mmPerPx}
        onChange={(mmPerPx) => onChange((latest) => ({ ...latest, mmPerPx: mmPerPx === 0 ? null : mmPerPx }))}
        min={0}
        max={10}
        step={0.001}
        digits={6}
        locale={i18n.language}
      />
    </div>
  );
}
