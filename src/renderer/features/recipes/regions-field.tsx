import { Minus, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Region } from '../../../core/detection/region.ts';
import { FailureState } from '../../app/failure-state.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { useStation } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { RecipeContent } from './recipe-content.ts';
import { firstBox, type Size } from './region-drag.ts';
import { RegionList } from './region-list.tsx';
import { RegionPicture } from './region-picture.tsx';
import styles from './regions.module.css';

type Regions = RecipeContent['regions'];

interface RegionsFieldProps {
  readonly goldenSha256: string | null;
  readonly regions: Regions;
  readonly onChange: (change: (latest: Regions) => Regions) => void;
  readonly disabled: boolean;
}

/** Which parts of the board are inspected: drawn on the golden, or typed. */
export function RegionsField(props: RegionsFieldProps) {
  const { t } = useTranslation('recipes');
  const { goldenSha256, regions } = props;
  if (goldenSha256 === null)
    return (
      <>
        <p className={styles.quiet}>{t('regions.noGolden')}</p>
        {regions.length > 0 && <RegionsOn {...props} golden={null} />}
      </>
    );
  return <RegionsOnGolden {...props} sha256={goldenSha256} />;
}

function RegionsOnGolden({ sha256, ...props }: RegionsFieldProps & { readonly sha256: string }) {
  const { t } = useTranslation('recipes');
  const station = useStation();
  const golden = useAnswer(`recipes.golden ${sha256}`, () => station.recipes.golden({ sha256 }));
  if (golden.state === 'failed') return <FailureState error={golden.error} retry={golden.reload} />;
  if (golden.state === 'loading') return <Skeleton label={t('regions.loading')} />;
  return <RegionsOn {...props} golden={golden.value} />;
}

interface RegionsOnProps extends RegionsFieldProps {
  readonly golden: (Size & { readonly sha256: string }) | null;
}

function RegionsOn({ golden, regions, onChange, disabled }: RegionsOnProps) {
  const { t } = useTranslation('recipes');
  const [selected, select] = useState<number | null>(null);
  const add = (region: Region) => {
    onChange((latest) => [...latest, region]);
    select(regions.length);
  };
  const change = (place: number, region: Region) => onChange((latest) => latest.with(place, region));
  const remove = (place: number) => {
    onChange((latest) => latest.toSpliced(place, 1));
    select(null);
  };
  return (
    <>
      <p className={styles.quiet}>{t('regions.text')}</p>
      {golden !== null && (
        <RegionPicture
          golden={golden}
          regions={regions}
          selected={selected}
          onSelect={select}
          onDraw={(box) => add({ kind: 'include', box })}
          onChange={change}
          disabled={disabled}
        />
      )}
      {regions.length > 0 && (
        <RegionList
          golden={golden}
          regions={regions}
          selected={selected}
          onSelect={select}
          onChange={change}
          onRemove={remove}
        />
      )}
      {golden !== null && (
        <div className={styles.actions}>
          <Button icon={<Plus />} onClick={() => add({ kind: 'include', box: firstBox(golden) })}>
            {t('regions.addInclude')}
          </Button>
          <Button icon={<Minus />} onClick={() => add({ kind: 'exclude', box: firstBox(golden) })}>
            {t('regions.addExclude')}
          </Button>
        </div>
      )}
    </>
  );
}
