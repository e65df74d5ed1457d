import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CommandId, type CustomKeys, reasonCommandIds } from '../../app/command-list.ts';
import { keyName } from '../../app/key-names.ts';
import { Button } from '../../ui/button.tsx';
import { holderOf, isReserved } from './key-bindings.ts';
import styles from './settings.module.css';

const digits: readonly CommandId[] = reasonCommandIds;

interface KeyCaptureProps {
  readonly id: CommandId;
  readonly custom: CustomKeys;
  readonly onKey: (key: string) => void;
  readonly onCancel: () => void;
}

/** Waits for a key. A key that another command has is told before it is taken; the same key again takes it. */
export function KeyCapture({ id, custom, onKey, onCancel }: KeyCaptureProps) {
  const { t } = useTranslation('settings');
  const [pressed, press] = useState<string | null>(null);
  const holder = pressed === null ? null : holderOf(custom, id, pressed);
  /** Digits are named by the place of the reason that they pick. */
  const nameOf = (command: CommandId): string => {
    const place = digits.indexOf(command) + 1;
    return place === 0 ? t(`commands:${command}`) : t('key.reason', { place });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const key = keyName(event);
    // Tab moves the focus on, as everywhere: who leaves has changed nothing.
    if (key === 'Tab' || key === 'Shift+Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return onCancel();
    if (key === null) return;
    if (isReserved(key) || (holderOf(custom, id, key) !== null && key !== pressed)) return press(key);
    onKey(key);
  };
  return (
    <span className={styles.capture}>
      <input
        className={styles.captureField}
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to press a key here
        autoFocus
        readOnly
        value={pressed ?? ''}
        placeholder={t('key.press')}
        aria-label={t('key.press')}
        aria-describedby={`capture-${id}`}
        onKeyDown={onKeyDown}
        onBlur={(event) => {
          if (!event.relatedTarget?.closest(`#capture-${CSS.escape(id)}`)) onCancel();
        }}
      />
      <span id={`capture-${id}`} className={styles.captureHint} role="status">
        {pressed !== null && isReserved(pressed) && t('key.reserved', { key: pressed })}
        {pressed !== null && holder !== null && (
          <>
            {t('key.conflict', { key: pressed, command: nameOf(holder) })}
            <Button onClick={() => onKey(pressed)}>{t('key.take')}</Button>
          </>
        )}
        {pressed === null && t('key.pressHint')}
      </span>
    </span>
  );
}
