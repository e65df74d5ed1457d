import { useTranslation } from 'react-i18next';
import { severities } from '../../../core/inspection/vocabulary.ts';
import { typeName } from '../../app/type-name.ts';
import { NumberSlider } from '../../ui/number-slider.tsx';
import { Select } from '../../ui/select.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import type { RecipeContent, TypeRule } from './recipe-content.ts';
import styles from './recipes.module.css';

interface TypeRulesProps {
  readonly types: RecipeContent['types'];
  readonly onChange: (type: string, change: Partial<TypeRule>) => void;
}

/** From which confidence each type counts, with a golden and without, and how bad it is. */
export function TypeRules({ types, onChange }: TypeRulesProps) {
  const { t, i18n } = useTranslation('recipes');
  const threshold = (type: string, rule: TypeRule, name: 'withGolden' | 'withoutGolden') => {
    const key = name === 'withGolden' ? 'thresholdWithGolden' : 'thresholdWithoutGolden';
    return (
      <NumberSlider
        label={t(`types.${name}Of`, { type: typeName(t, type) })}
        value={rule[key]}
        onChange={(value) => onChange(type, { [key]: value })}
        min={0}
        max={1}
        step={0.01}
        digits={3}
        locale={i18n.language}
      />
    );
  };
  return (
    <table className={styles.rules}>
      <thead>
        <tr>
          <th scope="col">{t('types.type')}</th>
          <th scope="col">{t('types.withGolden')}</th>
          <th scope="col">{t('types.withoutGolden')}</th>
          <th scope="col">{t('types.severity')}</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(types).map(([type, rule]) => (
          <tr key={type}>
            <th scope="row">
              <span className={styles.type}>
                <SeverityMark severity={rule.severity} />
                {typeName(t, type)}
              </span>
            </th>
            <td>{threshold(type, rule, 'withGolden')}</td>
            <td>{threshold(type, rule, 'withoutGolden')}</td>
            <td>
              <Select
                label={t('types.severityOf', { type: typeName(t, type) })}
                hideLabel
                value={rule.severity}
                onChange={(severity) => onChange(type, { severity })}
                options={severities.map((severity) => ({ value: severity, label: t(`app:severity.${severity}`) }))}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
