import type { Layout } from './board-model.ts';
import { pourCopper } from './copper-pour.ts';
import { sampleRules } from './design-rules.ts';
import type { Draft } from './draft.ts';
import { routeBuses, routePins } from './netlist.ts';
import { placeComponents, scatterVias } from './placement.ts';
import { createRouteSearch } from './route-search.ts';
import { createGrid } from './routing-grid.ts';
import { createRandom } from './seeded-random.ts';
import { printBoard } from './silkscreen.ts';

/**
 * Lay out a bare board: parts, buses, nets, vias, pours and printing.
 * @param width,height size of the golden image in pixels
 * @param margin how far the artwork goes on beyond the image, in pixels, for boards that are shifted or turned
 */
export function layOutBoard(seed: string, width: number, height: number, pixelsPerMm: number, margin: number): Layout {
  const random = createRandom(`${seed}/layout`);
  const scale = pixelsPerMm / 48;
  const rules = sampleRules(random, scale);
  const grid = createGrid(rules, width, height, margin, { x: random.next(), y: random.next() });
  const draft: Draft = {
    random,
    rules,
    scale,
    grid,
    search: createRouteSearch(grid),
    traces: [],
    pads: [],
    silk: [],
    pins: [],
    parts: [],
  };
  const busesFirst = random.chance(0.4);
  if (busesFirst) routeBuses(draft);
  placeComponents(draft);
  if (!busesFirst) routeBuses(draft);
  routePins(draft);
  scatterVias(draft);
  const planes = pourCopper(draft, seed);
  if (rules.silkscreen) printBoard(draft);
  return {
    width,
    height,
    clearance: rules.clearance,
    traces: draft.traces,
    pads: draft.pads,
    planes,
    silk: draft.silk,
  };
}
