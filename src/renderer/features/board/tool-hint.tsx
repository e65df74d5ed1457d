import { useTranslation } from 'react-i18next';
import { Kbd } from '../../ui/kbd.tsx';
import type { ToolName } from '../../viewer/tools/tool.ts';
import styles from './board-view.module.css';

/** What the tool in hand expects; nothing while the pointer selects. */
export function ToolHint({ tool }: { readonly tool: ToolName }) {
  const { t } = useTranslation('board');
  if (tool === 'select') return null;
  const drawing = tool === 'draw';
  return (
    <div className={styles.hint} role="status">
      <span>{drawing ? t('hint.draw') : t('hint.adjust')}</span>
      <span className={styles.hintKeys}>
        <Kbd keys="Enter" />
        {drawing ? t('hint.place') : t('hint.keep')}
      </span>
      <span className={styles.hintKeys}>
        <Kbd keys="Escape" />
        {t('hint.cancel')}
      </span>
    </div>
  );
}
