import { Plus, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CommandId, type CustomKeys, keysOf } from '../../app/command-list.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Kbd, keyWords } from '../../ui/kbd.tsx';
import { isChanged, mostKeys, withDefaults, withKey, withoutKey } from './key-bindings.ts';
import { KeyCapture } from './key-capture.tsx';
import styles from './settings.module.css';

interface CommandKeysProps {
  readonly id: CommandId;
  readonly custom: CustomKeys;
  readonly onChange: (custom: CustomKeys) => void;
}

/** One command with its keys: take one away, add one, or go back to the defaults. */
export function CommandKeys({ id, custom, onChange }: CommandKeysProps) {
  const { t } = useTranslation('settings');
  const [capturing, setCapturing] = useState(false);
  const command = t(`commands:${id}`);
  const keys = keysOf(id, custom);
  return (
    <div className={styles.command}>
      <span className={styles.commandName}>{command}</span>
      <span className={styles.commandKeys}>
        {keys.length === 0 && <span className={styles.quiet}>{t('key.none')}</span>}
        {keys.map((key) => (
          <button
            key={key}
            type="button"
            className={styles.key}
            aria-label={t('key.remove', { key: keyWords(key), command })}
            onClick={() => onChange(withoutKey(custom, id, key))}
          >
            <Kbd keys={key} />
            <X aria-hidden="true" />
          </button>
        ))}
        {capturing ? (
          <KeyCapture
            id={id}
            custom={custom}
            onKey={(key) => {
              setCapturing(false);
              onChange(withKey(custom, id, key));
            }}
            onCancel={() => setCapturing(false)}
          />
        ) : (
          <IconButton
            label={t('key.addFor', { command })}
            icon={<Plus />}
            disabled={keys.length >= mostKeys}
            onClick={() => setCapturing(true)}
          />
        )}
        <span className={styles.reset}>
          {isChanged(custom, id) && (
            <IconButton
              label={t('key.resetFor', { command })}
              icon={<RotateCcw />}
              onClick={() => onChange(withDefaults(custom, id))}
            />
          )}
        </span>
      </span>
    </div>
  );
}
