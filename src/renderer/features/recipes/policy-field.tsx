import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type ReviewPolicy, reviewPolicies } from '../../../core/inspection/recipe.ts';
import styles from './recipes.module.css';

interface PolicyFieldProps {
  readonly policy: ReviewPolicy;
  readonly onChange: (policy: ReviewPolicy) => void;
}

/** Whether the rules give a verdict before a person has looked. */
export function PolicyField({ policy, onChange }: PolicyFieldProps) {
  const { t } = useTranslation('recipes');
  const name = useId();
  return (
    <fieldset className={styles.policies}>
      <legend className="visually-hidden">{t('policy.title')}</legend>
      {reviewPolicies.map((known) => (
        <label key={known} className={styles.policy}>
          <input type="radio" name={name} checked={policy === known} onChange={() => onChange(known)} />
          <span>
            <span>{t(`policy.${known}`)}</span>
            <span className={styles.quiet}>{t(`policy.${known}Hint`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
