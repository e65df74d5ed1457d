import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Segmented } from '../ui/segmented.tsx';
import { TextField } from '../ui/text-field.tsx';
import type { ProofFactor } from './proof-factor.ts';
import styles from './proof-fields.module.css';

export interface ProofFieldsProps {
  /** Ways to prove it that this person has; the first is offered first. */
  readonly factors: readonly ProofFactor[];
  readonly factor: ProofFactor;
  readonly onFactor: (factor: ProofFactor) => void;
  readonly secret: string;
  readonly onSecret: (secret: string) => void;
  readonly inputRef: RefObject<HTMLInputElement | null>;
}

/** Password, PIN or badge. A badge reader is a keyboard that types and presses Enter. */
export function ProofFields({ factors, factor, onFactor, secret, onSecret, inputRef }: ProofFieldsProps) {
  const { t } = useTranslation('identity');
  return (
    <div className={styles.proof}>
      {factors.length > 1 && (
        <Segmented
          label={t('proof.by')}
          value={factor}
          onChange={onFactor}
          options={factors.map((value) => ({ value, label: t(`proof.${value}`) }))}
        />
      )}
      <TextField
        key={factor}
        label={t(`proof.${factor}`)}
        type="password"
        autoComplete={factor === 'password' ? 'current-password' : 'one-time-code'}
        {...(factor === 'pin' ? { inputMode: 'numeric' as const } : {})}
        {...(factor === 'badge' ? { hint: t('proof.badgeHint') } : {})}
        value={secret}
        onChange={onSecret}
        maxLength={512}
        inputRef={inputRef}
      />
    </div>
  );
}
