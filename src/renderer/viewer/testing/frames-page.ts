/** A page with the board's canvas alone: a scan of 16,000 × 16,000 pixels with 10,000 marks, for e2e/viewer-frames.ts. */
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { severities, verifications } from '../../../core/inspection/vocabulary.ts';
import '../../ui/tokens.css';
import type { Mark } from '../marks/mark.ts';
import { identity } from '../space/affine.ts';
import { BoardCanvas } from '../stage/board-canvas.tsx';
import { TileStoreProvider } from '../stage/tile-store-context.tsx';
import { createViewStore } from '../stage/view-store.ts';
import { createToolStore } from '../tools/tool-store.ts';

const side = 16_000;
const count = 10_000;

/** Places without a pattern and the same in every run: steps of the golden ratio and the plastic number. */
function markAt(place: number): Mark {
  const across = (place * 0.754877666) % 1;
  const down = (place * 0.569840291) % 1;
  const size = 20 + 60 * ((place * 0.618033989) % 1);
  return {
    id: String(place),
    box: { x: across * (side - size), y: down * (side - size), width: size, height: size * 0.8 },
    label: 'mousebite',
    confidence: '0.90',
    severity: severities[place % severities.length] ?? 'low',
    state: place % 4 === 0 ? (verifications[(place / 4) % verifications.length] ?? 'confirmed') : 'not_verified',
  };
}

const ignore = (): void => undefined;
const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root');
document.documentElement.dataset.theme = 'dark';
root.style.display = 'flex';
const canvas = createElement(BoardCanvas, {
  board: { sha256: 'a'.repeat(64), width: side, height: side, toBoard: identity },
  golden: null,
  mode: 'board',
  goldenShown: false,
  curtain: 0.5,
  onCurtain: ignore,
  marks: Array.from({ length: count }, (_, place) => markAt(place)),
  selectedId: '0',
  notes: [],
  selectedNoteId: null,
  overlays: true,
  mmPerPx: 0.01,
  view: createViewStore(),
  tools: createToolStore(),
  theme: 'dark',
  onPick: ignore,
  onDrew: ignore,
  onAdjusted: ignore,
  words: {
    board: 'Board',
    golden: 'Golden',
    difference: 'Difference',
    curtain: 'Curtain',
    description: '',
    loading: 'Loading',
    unavailable: () => 'Unavailable',
    retry: 'Retry',
    locale: 'en',
  },
});
// biome-ignore lint/correctness/noChildrenProp: the provider's type asks for its child as a prop
createRoot(root).render(createElement(TileStoreProvider, { children: canvas }));
