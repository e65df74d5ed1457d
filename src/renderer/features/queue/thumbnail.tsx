import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import { thumbnailUrl } from '../../../ipc/image-urls.ts';
import styles from './thumbnail.module.css';

/** A picture beside a name: it says nothing that the words do not. */
export function Thumbnail({ sha256 }: { readonly sha256: string }) {
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span className={styles.thumbnail} aria-hidden="true">
      {broken === sha256 ? (
        <ImageOff />
      ) : (
        <img src={thumbnailUrl(sha256)} alt="" decoding="async" onError={() => setBroken(sha256)} />
      )}
    </span>
  );
}
