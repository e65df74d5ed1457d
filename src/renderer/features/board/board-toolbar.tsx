import {
  Columns2,
  Contrast,
  Eye,
  EyeOff,
  Minus,
  PencilRuler,
  Plus,
  Repeat2,
  Square,
  SquareSplitHorizontal,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { type Board, type CompareMode, compareModes } from '../../app/review-store.ts';
import { useCommandKeys } from '../../app/use-command.ts';
import { useDenial } from '../../app/use-permission.ts';
import { useReview } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LongName } from '../../ui/long-name.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import type { ViewStore } from '../../viewer/stage/view-store.ts';
import styles from './board-toolbar.module.css';
import { zoomStep } from './use-view-commands.ts';

export interface BoardToolbarProps {
  readonly board: Board;
  readonly view: ViewStore;
  readonly mode: CompareMode;
  readonly onMode: (mode: CompareMode) => void;
  readonly hasGolden: boolean;
  readonly annotating: boolean;
  readonly onAnnotating: (annotating: boolean) => void;
}

export function BoardToolbar({ board, view, mode, onMode, hasGolden, annotating, onAnnotating }: BoardToolbarProps) {
  const { t } = useTranslation('board');
  const overlays = useReview((state) => state.overlays);
  const setOverlays = useReview((state) => state.setOverlays);
  const overlayKeys = useCommandKeys('board.overlays');
  const denied = useDenial('board.annotate');
  const origin = [board.part ?? t('app:noPart'), board.lot].filter(Boolean).join(' · ');
  return (
    <header className={styles.bar}>
      <h2 className={styles.title}>
        <span className={styles.serial}>
          <LongName text={board.serial ?? t('app:noSerial')} />
        </span>
        <span className={styles.origin} title={origin}>
          {origin}
        </span>
      </h2>
      <CompareSwitch mode={mode} onMode={onMode} hasGolden={hasGolden} />
      <Zoom view={view} />
      <div className={styles.group}>
        <IconButton
          label={overlays ? t('marks.hide') : t('marks.show')}
          icon={overlays ? <Eye /> : <EyeOff />}
          keys={overlayKeys}
          pressed={!overlays}
          onClick={() => setOverlays(!overlays)}
        />
        <IconButton
          label={denied === null ? t('annotate.tools') : t('annotate.toolsDenied', { denied })}
          icon={<PencilRuler />}
          pressed={annotating && denied === null}
          disabled={denied !== null}
          focusableWhenDisabled
          onClick={() => onAnnotating(!annotating)}
        />
      </div>
    </header>
  );
}

const modeIcons = {
  board: <Square />,
  side: <Columns2 />,
  blink: <Repeat2 />,
  curtain: <SquareSplitHorizontal />,
  difference: <Contrast />,
} as const satisfies Record<CompareMode, unknown>;

type CompareSwitchProps = Pick<BoardToolbarProps, 'mode' | 'onMode' | 'hasGolden'>;

/** Words where there is room, signs where there is not; CSS shows one of the two. */
function CompareSwitch({ mode, onMode, hasGolden }: CompareSwitchProps) {
  const { t } = useTranslation('board');
  const keys: Readonly<Record<CompareMode, string | undefined>> = {
    board: useCommandKeys('board.single'),
    side: useCommandKeys('board.side'),
    blink: useCommandKeys('board.blink'),
    curtain: useCommandKeys('board.curtain'),
    difference: useCommandKeys('board.difference'),
  };
  const isOff = (value: CompareMode): boolean => value !== 'board' && !hasGolden;
  const words = (
    <div className={styles.wide}>
      <Segmented
        label={t('compare.label')}
        value={mode}
        onChange={onMode}
        options={compareModes.map((value) => ({
          value,
          label: t(`compare.${value}`),
          disabled: isOff(value),
          ...(value === 'blink' ? { keys: keys.blink } : {}),
        }))}
      />
    </div>
  );
  return (
    <>
      {hasGolden ? words : <Tooltip text={t('compare.noGolden')}>{words}</Tooltip>}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has a legend and a frame that this has not */}
      <div className={styles.narrow} role="group" aria-label={t('compare.label')}>
        {compareModes.map((value) => (
          <IconButton
            key={value}
            label={isOff(value) ? `${t(`compare.${value}`)}: ${t('compare.noGolden')}` : t(`compare.${value}`)}
            icon={modeIcons[value]}
            keys={keys[value]}
            pressed={mode === value}
            disabled={isOff(value)}
            focusableWhenDisabled
            onClick={() => onMode(value)}
          />
        ))}
      </div>
    </>
  );
}

function Zoom({ view }: { readonly view: ViewStore }) {
  const { t } = useTranslation('board');
  const percent = useStore(view, (state) => Math.round(state.view.scale * state.devicePixelRatio * 100));
  const fitted = useStore(view, (state) => state.fitted);
  const [zoomIn, zoomOut, fit, actual] = [
    useCommandKeys('board.zoomIn'),
    useCommandKeys('board.zoomOut'),
    useCommandKeys('board.fit'),
    useCommandKeys('board.actualSize'),
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a legend and a frame that this has not
    <div className={styles.group} role="group" aria-label={t('zoom.label')}>
      <IconButton
        label={t('zoom.out')}
        icon={<Minus />}
        keys={zoomOut}
        onClick={() => view.actions.zoom(1 / zoomStep)}
      />
      <IconButton
        label={t('zoom.actual', { percent })}
        icon={<span className={styles.percent}>{percent} %</span>}
        keys={actual}
        onClick={() => view.actions.actual()}
      />
      <IconButton label={t('zoom.in')} icon={<Plus />} keys={zoomIn} onClick={() => view.actions.zoom(zoomStep)} />
      <Tooltip text={t('zoom.fitBoard')} keys={fit}>
        <Button variant="quiet" pressed={fitted} onClick={() => view.actions.fit()}>
          {t('zoom.fit')}
        </Button>
      </Tooltip>
    </div>
  );
}
