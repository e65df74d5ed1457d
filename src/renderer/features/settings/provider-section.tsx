import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Provider, providers } from '../../../core/detection/provider.ts';
import { useSettings, useStatus } from '../../app/workspace-context.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Switch } from '../../ui/switch.tsx';
import { moved } from './provider-order.ts';
import styles from './settings.module.css';
import { useSave } from './use-save.ts';

/** Where models run: the best that works, or in an order that the site gives; each with why it is not in use. */
export function ProviderSection() {
  const { t } = useTranslation('settings');
  const order = useSettings(({ values }) => values.providers);
  const save = useSave();
  const keep = (next: readonly Provider[] | null) =>
    void save(t('providers'), { providers: next === null ? null : [...next] });
  const tried = order ?? providers;
  return (
    <div className={styles.fields}>
      <h3>{t('providers')}</h3>
      <Switch
        label={t('automatic')}
        hint={t('automaticHint')}
        checked={order === null}
        onChange={(automatic) => keep(automatic ? null : providers)}
      />
      <ol className={styles.providers} aria-label={t('order')}>
        {tried.map((provider, place) => (
          <ProviderRow key={provider} provider={provider}>
            {order !== null && (
              <>
                <IconButton
                  label={t('provider.up', { provider: t(`providerName.${provider}`) })}
                  icon={<ArrowUp />}
                  disabled={place === 0}
                  onClick={() => keep(moved(order, place, -1))}
                />
                <IconButton
                  label={t('provider.down', { provider: t(`providerName.${provider}`) })}
                  icon={<ArrowDown />}
                  disabled={place === order.length - 1}
                  onClick={() => keep(moved(order, place, 1))}
                />
                <IconButton
                  label={t('provider.leaveOut', { provider: t(`providerName.${provider}`) })}
                  icon={<X />}
                  disabled={order.length === 1}
                  onClick={() => keep(order.filter((other) => other !== provider))}
                />
              </>
            )}
          </ProviderRow>
        ))}
      </ol>
      {order !== null && order.length < providers.length && (
        <>
          <h4 className={styles.quiet}>{t('provider.leftOut')}</h4>
          <ul className={styles.providers}>
            {providers
              .filter((provider) => !order.includes(provider))
              .map((provider) => (
                <ProviderRow key={provider} provider={provider}>
                  <IconButton
                    label={t('provider.add', { provider: t(`providerName.${provider}`) })}
                    icon={<Plus />}
                    onClick={() => keep([...order, provider])}
                  />
                </ProviderRow>
              ))}
          </ul>
        </>
      )}
    </div>
  );
}

interface ProviderRowProps {
  readonly provider: Provider;
  readonly children?: React.ReactNode;
}

function ProviderRow({ provider, children }: ProviderRowProps) {
  const { t } = useTranslation('settings');
  const status = useStatus((state) => state.status);
  const refusal = status?.refused.find((one) => one.provider === provider);
  const inUse = status?.provider === provider;
  return (
    <li className={styles.provider}>
      <span className={styles.providerWords}>
        <span>{t(`providerName.${provider}`)}</span>
        <span className={styles.quiet} data-used={inUse || undefined}>
          {inUse && `✓ ${t('provider.inUse')}`}
          {!inUse && refusal && t('provider.refused', { reason: refusal.reason })}
          {!inUse && !refusal && t('provider.untried')}
        </span>
      </span>
      {children}
    </li>
  );
}
