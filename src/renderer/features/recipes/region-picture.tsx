import { type PointerEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Box } from '../../../core/detection/box.ts';
import { pyramidLevels, tileGrid, tileSize } from '../../../core/detection/pyramid.ts';
import type { Region } from '../../../core/detection/region.ts';
import { tileUrl } from '../../../ipc/image-urls.ts';
import { drawn, moved, type Point, resized, type Size } from './region-drag.ts';
import styles from './regions.module.css';

interface RegionPictureProps {
  readonly golden: Size & { readonly sha256: string };
  readonly regions: readonly Region[];
  readonly selected: number | null;
  readonly onSelect: (place: number | null) => void;
  readonly onDraw: (box: Box) => void;
  readonly onChange: (place: number, region: Region) => void;
  readonly disabled: boolean;
}

/** Where the pointer went down, on what, and where it is. */
interface Drag {
  readonly on: { readonly place: number; readonly part: 'whole' | 'corner' } | null;
  readonly from: Point;
  readonly to: Point;
}

/** Longest side of the picture that is loaded, px. */
const pictureSide = 1024;
/** The picture's longest sides on the screen are about this; its handles are drawn for it. CSS px. */
const shown = { width: 640, height: 420 };
const handleSide = 14;

/** The golden with its regions: drag on it to draw one, in one to move it, at its corner to resize it. */
export function RegionPicture(props: RegionPictureProps) {
  const { golden, regions, selected, onSelect, onDraw, onChange, disabled } = props;
  const { t } = useTranslation('recipes');
  const svg = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const mask = useId();
  const { width, height } = golden;
  const handle = handleSide * Math.max(width / shown.width, height / shown.height);

  const pointOf = ({ clientX, clientY }: PointerEvent): Point => {
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(svg.current?.getScreenCTM()?.inverse());
    return { x, y };
  };
  const start = (event: PointerEvent, on: Drag['on']) => {
    if (disabled || event.button !== 0) return;
    event.stopPropagation();
    svg.current?.setPointerCapture(event.pointerId);
    const from = pointOf(event);
    onSelect(on?.place ?? null);
    setDrag({ on, from, to: from });
  };
  const end = () => {
    if (drag === null) return;
    setDrag(null);
    const box = boxOf(drag, regions, golden);
    if (box === null) return;
    const region = drag.on && regions[drag.on.place];
    if (drag.on && region) onChange(drag.on.place, { ...region, box });
    else onDraw(box);
  };
  const ghost = drag === null ? null : boxOf(drag, regions, golden);
  const boxes = regions.map((region, place) =>
    drag?.on?.place === place && ghost ? { ...region, box: ghost } : region,
  );
  return (
    <svg
      ref={svg}
      className={styles.picture}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t('regions.picture', { count: regions.length })}
      data-disabled={disabled || undefined}
      onPointerDown={(event) => start(event, null)}
      onPointerMove={(event) => drag !== null && setDrag({ ...drag, to: pointOf(event) })}
      onPointerUp={end}
      onPointerCancel={() => setDrag(null)}
    >
      <Tiles golden={golden} />
      <mask id={mask}>
        <rect width={width} height={height} fill={boxes.some(({ kind }) => kind === 'include') ? '#fff' : '#000'} />
        {boxes.toSorted(includedFirst).map(({ kind, box }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a region is known by its place alone
          <rect key={place} {...box} fill={kind === 'include' ? '#000' : '#fff'} />
        ))}
      </mask>
      <rect className={styles.leftOut} width={width} height={height} mask={`url(#${mask})`} />
      {boxes.map(({ kind, box }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a region is known by its place alone
        <g key={place} data-selected={place === selected || undefined}>
          <rect
            className={styles.region}
            data-kind={kind}
            {...box}
            onPointerDown={(event) => start(event, { place, part: 'whole' })}
          />
          {place === selected && !disabled && (
            <rect
              className={styles.corner}
              x={box.x + box.width - handle / 2}
              y={box.y + box.height - handle / 2}
              width={handle}
              height={handle}
              onPointerDown={(event) => start(event, { place, part: 'corner' })}
            />
          )}
        </g>
      ))}
      {drag?.on === null && ghost && <rect className={styles.region} data-kind="include" {...ghost} />}
    </svg>
  );
}

const includedFirst = (one: Region, other: Region): number =>
  Number(one.kind === 'exclude') - Number(other.kind === 'exclude');

/** The box that the drag draws or makes of a region; null where it is a click. */
function boxOf({ on, from, to }: Drag, regions: readonly Region[], golden: Size): Box | null {
  const region = on && regions[on.place];
  if (!region) return drawn(from, to, golden);
  const by = { x: to.x - from.x, y: to.y - from.y };
  if (by.x === 0 && by.y === 0) return null;
  return on.part === 'corner' ? resized(region.box, by, golden) : moved(region.box, by, golden);
}

function Tiles({ golden: { sha256, width, height } }: Pick<RegionPictureProps, 'golden'>) {
  const wanted = Math.max(0, Math.ceil(Math.log2(Math.max(width, height) / pictureSide)));
  const level = Math.min(wanted, pyramidLevels(width, height) - 1);
  const { columns, rows } = tileGrid(width, height, level);
  const side = tileSize * 2 ** level;
  return Array.from({ length: columns * rows }, (_, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    return (
      <image
        key={`${column} ${row}`}
        href={tileUrl(sha256, level, column, row)}
        x={column * side}
        y={row * side}
        width={Math.min(side, width - column * side)}
        height={Math.min(side, height - row * side)}
        preserveAspectRatio="none"
      />
    );
  });
}
