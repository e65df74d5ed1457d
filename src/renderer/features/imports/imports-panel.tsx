import { FolderOpen, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isActive } from '../../app/imports-store.ts';
import { useCommandKeys } from '../../app/use-command.ts';
import { useImports } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ImportRow } from './import-row.tsx';
import styles from './imports-panel.module.css';

/** The import button, what is coming in, and what was refused. */
export function ImportsPanel() {
  const { t } = useTranslation('imports');
  const imports = useImports((state) => state.imports);
  const choose = useImports((state) => state.choose);
  const keys = useCommandKeys('imports.files');
  const folderKeys = useCommandKeys('imports.folder');
  // An import that ended well needs no row: its boards stand in the queue.
  const shown = imports.filter((one) => isActive(one) || one.refusedTotal > 0 || one.error !== null);
  return (
    <div className={styles.panel}>
      {shown.length > 0 && (
        <ul className={styles.rows} aria-label={t('imports')}>
          {shown.map((one) => (
            <ImportRow key={one.importId} progress={one} />
          ))}
        </ul>
      )}
      <div className={styles.buttons}>
        <Button wide icon={<Plus aria-hidden="true" />} keys={keys} onClick={() => void choose('files')}>
          {t('importBoards')}
        </Button>
        <span className={styles.folder}>
          <IconButton
            label={t('importFolder')}
            icon={<FolderOpen />}
            keys={folderKeys}
            onClick={() => void choose('folder')}
          />
        </span>
      </div>
    </div>
  );
}
