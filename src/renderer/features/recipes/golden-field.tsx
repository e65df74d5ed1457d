import { ImagePlus } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { thumbnailUrl } from '../../../ipc/image-urls.ts';
import { ask } from '../../app/client.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './golden.module.css';

interface GoldenFieldProps {
  readonly sha256: string | null;
  readonly onChange: (sha256: string | null) => void;
}

/** The picture of a good board: chosen in a dialog or dropped here. */
export function GoldenField({ sha256, onChange }: GoldenFieldProps) {
  const { t } = useTranslation('recipes');
  const { client, sayFailure } = useWorkspace();
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);

  const store = async (path: string | null) => {
    setBusy(true);
    const reply = await ask(() => client.recipes.chooseGolden({ path }));
    setBusy(false);
    if (!reply.ok) sayFailure(reply.error);
    else if (reply.value !== null) onChange(reply.value.sha256);
  };
  // The window imports what is dropped elsewhere; a prevented event is taken.
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    const path = file ? client.files.pathOf(file) : '';
    if (path !== '') void store(path);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's way to what the button does
    <div
      className={styles.golden}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {sha256 === null ? (
        <span className={styles.none} aria-hidden="true">
          <ImagePlus />
        </span>
      ) : (
        <img className={styles.picture} src={thumbnailUrl(sha256)} alt={t('golden.alt')} />
      )}
      <div className={styles.words}>
        <p className={styles.hint}>{sha256 === null ? t('golden.none') : t('golden.text')}</p>
        <div className={styles.actions}>
          <Button disabled={busy} onClick={() => void store(null)}>
            {busy ? t('golden.busy') : t(sha256 === null ? 'golden.choose' : 'golden.change')}
          </Button>
          {sha256 !== null && (
            <Button variant="quiet" onClick={() => onChange(null)}>
              {t('golden.remove')}
            </Button>
          )}
          <span className={styles.hint}>{t('golden.drop')}</span>
        </div>
      </div>
    </div>
  );
}
