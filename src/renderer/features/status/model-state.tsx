import { useTranslation } from 'react-i18next';
import type { StationStatus } from '../../app/status-store.ts';
import { Popover } from '../../ui/popover.tsx';
import styles from './status-bar.module.css';

/** The model and what it runs on; why not on something better. */
export function ModelState({ status }: { readonly status: StationStatus }) {
  const { t } = useTranslation('status');
  const { model, provider, refused, engine } = status;
  const name = model === null ? t(`engine.${engine}`) : `${model.name} ${model.version}`;
  const words =
    model !== null && provider !== null ? t('modelOn', { model: name, provider: t(`provider.${provider}`) }) : name;
  if (refused.length === 0) return <span className={styles.item}>{words}</span>;
  const best = refused[0]!;
  return (
    <Popover
      side="top"
      label={t('whyNot')}
      trigger={
        <button type="button" className={styles.more}>
          <span>{words}</span>
          <span className={styles.item} data-tone="warn">
            ▲ {t('not', { provider: t(`provider.${best.provider}`) })}
          </span>
        </button>
      }
    >
      <div className={styles.card}>
        <h3>{t('whyNot')}</h3>
        {refused.map((one) => (
          <div key={one.provider}>
            <strong>{t(`provider.${one.provider}`)}</strong>
            <p data-selectable="">{one.reason}</p>
          </div>
        ))}
      </div>
    </Popover>
  );
}
