import { useTranslation } from 'react-i18next';
import { ask } from '../../app/client.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { useDenial } from '../../app/use-permission.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './central.module.css';

/** Models that came from the centre and are used by nothing yet: somebody decides. */
export function ReceivedModels() {
  const { t } = useTranslation('central');
  const { client, notices, sayFailure } = useWorkspace();
  const denied = useDenial('model.change');
  const models = useAnswer('models.list', () => client.models.list({}));
  const received = models.value?.filter(({ received: isReceived }) => isReceived) ?? [];
  const adopt = async (name: string, version: string) => {
    const reply = await ask(() => client.models.adopt({ name, version }));
    if (!reply.ok) return sayFailure(reply.error);
    models.reload();
    notices.say({ id: 'models.adopted', tone: 'pass', title: t('adopted', { model: `${name} ${version}` }) });
  };
  return (
    <section className={styles.block} aria-labelledby="central-models">
      <h3 id="central-models">{t('models')}</h3>
      <p className={styles.quiet}>{received.length === 0 ? t('noModels') : t('modelsHint')}</p>
      {received.length > 0 && (
        <ul className={styles.list}>
          {received.map(({ name, version }) => (
            <li key={`${name}@${version}`} className={styles.row}>
              <span data-selectable="">
                {name} {version}
              </span>
              <Button
                aria-label={t('adoptModel', { model: `${name} ${version}` })}
                disabled={denied !== null}
                focusableWhenDisabled
                title={denied ?? undefined}
                onClick={() => void adopt(name, version)}
              >
                {t('adopt')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
