import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { type CommandId, commandGroups, commandIds, commandList, keysOf } from './command-list.ts';
import styles from './key-help.module.css';
import { useCommand } from './use-command.ts';
import { useSettings } from './workspace-context.tsx';

/** All keys on one page. */
export function KeyHelp() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  useCommand('window.help', () => setOpen(true));
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      title={t('keyHelp.title')}
      description={t('keyHelp.hint')}
      closeLabel={t('close')}
      size="wide"
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too */}
      <div className={styles.groups} tabIndex={0}>
        {commandGroups.map((group) => (
          <section key={group} aria-label={t(`commands:groups.${group}`)}>
            <h3 className={styles.title}>{t(`commands:groups.${group}`)}</h3>
            <dl className={styles.list}>
              {commandIds
                .filter((id) => commandList[id].group === group)
                .map((id) => (
                  <KeyRow key={id} id={id} />
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function KeyRow({ id }: { readonly id: CommandId }) {
  const { t } = useTranslation();
  const custom = useSettings(({ values }) => values.keys);
  const keys = keysOf(id, custom);
  if (keys.length === 0) return null;
  return (
    <div className={styles.row}>
      <dt>{t(`commands:${id}`)}</dt>
      <dd>
        {keys.map((key) => (
          <Kbd key={key} keys={key} />
        ))}
        <span className="visually-hidden">{keys.join(', ')}</span>
      </dd>
    </div>
  );
}
