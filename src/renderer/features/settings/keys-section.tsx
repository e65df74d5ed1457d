import { useTranslation } from 'react-i18next';
import type { CustomKeys } from '../../app/command-list.ts';
import { type CommandId, commandGroups, commandIds, commandList } from '../../app/command-list.ts';
import { useSettings } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { CommandKeys } from './command-keys.tsx';
import { mostKeys } from './key-bindings.ts';
import styles from './settings.module.css';
import { useSave } from './use-save.ts';

export function KeysSection() {
  const { t } = useTranslation('settings');
  const custom = useSettings(({ values }) => values.keys);
  const save = useSave();
  const keep = (what: string, keys: CustomKeys) =>
    void save(what, { keys: Object.fromEntries(Object.entries(keys).map(([id, names]) => [id, [...names]])) });
  const idsOf = (group: string): readonly CommandId[] => commandIds.filter((id) => commandList[id].group === group);
  return (
    <div className={styles.keys}>
      <p className={styles.quiet}>{t('keysHint', { most: mostKeys })}</p>
      {commandGroups.map((group) => (
        <section key={group} aria-labelledby={`keys-${group}`}>
          <h3 id={`keys-${group}`}>{t(`commands:groups.${group}`)}</h3>
          <ul>
            {idsOf(group).map((id) => (
              <li key={id}>
                <CommandKeys id={id} custom={custom} onChange={(keys) => keep(t(`commands:${id}`), keys)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <Button disabled={Object.keys(custom).length === 0} onClick={() => keep(t('key.resetAll'), {})}>
        {t('key.resetAll')}
      </Button>
    </div>
  );
}
