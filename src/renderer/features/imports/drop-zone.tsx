import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/use-command.ts';
import { useImports, useNavigation, useStation } from '../../app/workspace-context.tsx';
import styles from './drop-zone.module.css';

/** Files and folders can be dropped anywhere, and imports begin by key or menu in every view. */
export function DropZone() {
  const { t } = useTranslation('imports');
  const station = useStation();
  const { choose, start, paste, samples } = useImports((state) => state);
  const go = useNavigation((state) => state.go);
  const [over, setOver] = useState(false);

  const begin = (importing: () => Promise<void>) => {
    go('review');
    void importing();
  };
  useCommand('imports.files', () => begin(() => choose('files')));
  useCommand('imports.folder', () => begin(() => choose('folder')));
  useCommand('imports.paste', () => begin(paste));
  useCommand('imports.samples', () => begin(samples));

  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      // A view that takes the files itself has prevented it: a recipe's golden.
      const taken = event.defaultPrevented;
      event.preventDefault();
      setOver(!taken);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (event.defaultPrevented || !holdsFiles(event)) return;
      event.preventDefault();
      const paths = [...(event.dataTransfer?.files ?? [])].map((file) => station.files.pathOf(file)).filter(Boolean);
      if (paths.length === 0) return;
      go('review');
      void start(paths);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [station, start, go]);

  if (!over) return null;
  return (
    <div className={styles.zone}>
      <p className={styles.words}>{t('drop')}</p>
    </div>
  );
}
