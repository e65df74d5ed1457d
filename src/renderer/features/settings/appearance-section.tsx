import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../app/settings-store.ts';
import { useSettings } from '../../app/workspace-context.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import styles from './settings.module.css';
import { useSave } from './use-save.ts';

const themes = ['system', 'dark', 'light'] as const satisfies Settings['theme'][];
const languages = ['system', 'en', 'de'] as const satisfies Settings['language'][];

export function AppearanceSection() {
  const { t } = useTranslation('settings');
  const { theme, language, scale } = useSettings(({ values }) => values);
  const save = useSave();
  // The size takes effect when the slider is let go: it would run away from under the pointer.
  const [dragged, drag] = useState<number | null>(null);
  return (
    <div className={styles.fields}>
      <div className={styles.row}>
        <span aria-hidden="true">{t('theme')}</span>
        <Segmented
          label={t('theme')}
          value={theme}
          onChange={(next) => void save(t('theme'), { theme: next })}
          options={themes.map((value) => ({ value, label: t(`themes.${value}`) }))}
        />
      </div>
      <Select
        label={t('language')}
        value={language}
        onChange={(next) => void save(t('language'), { language: next })}
        options={languages.map((value) => ({ value, label: t(`languages.${value}`) }))}
      />
      <div>
        <Slider
          label={t('scale')}
          value={Math.round((dragged ?? scale) * 100)}
          onChange={(percent) => drag(percent / 100)}
          onCommit={(percent) => void save(t('scale'), { scale: percent / 100 }).then(() => drag(null))}
          min={100}
          max={200}
          step={5}
          text={(percent) => `${percent} %`}
        />
        <p className={styles.quiet}>{t('scaleHint')}</p>
      </div>
    </div>
  );
}
