/** The small pictures that marks are drawn with: a sign for one, a count for several. */
import { type Severity, severities, verifications } from '../../../core/inspection/vocabulary.ts';
import type { Cluster } from './arrange.ts';
import { traceDecision, traceSeverity } from './glyphs.ts';
import type { Mark } from './mark.ts';
import { markColour, markInk } from './mark-colours.ts';
import { kindsOf } from './mark-kinds.ts';
import type { Sprite, Sprites } from './sprites.ts';

/** Radii of signs: the smallest and the largest beside a box, and where the box is too small to be drawn. CSS pixels. */
export const smallestSign = 3;
export const signRadius = 5;
export const lonelySign = 4;
/** Dark rim around a sign. */
const signRim = 2.5;
/** Larger counts are told as "999+". */
const mostCounted = 999;
/** Drawn in one step of making ready: a gesture's frame has time for little else. */
const spritesInStep = 3;

export interface MarkSprites {
  /** `radius`: whole CSS pixels, at most `signRadius`. */
  ofSign(mark: SignKind, radius: number): Sprite;
  ofCluster(cluster: Cluster): Sprite;
  /** Draws the signs that the marks may need at any zoom; yields after each bit of work. */
  makeSigns(marks: readonly Mark[]): Generator<void>;
  /** The same for counts. */
  makeClusters(clusters: readonly Cluster[]): Generator<void>;
}

/** What decides how a mark's sign looks. */
type SignKind = Pick<Mark, 'severity' | 'state'>;

/** `font`: a family; `sprites`: of this family alone. */
export function createMarkSprites(sprites: Sprites, font: string): MarkSprites {
  const clusterName = createClusterNames();

  const ofSign = (mark: SignKind, radius: number): Sprite => {
    const name = nameOfSign(mark, radius);
    return sprites.get(name) ?? addSign(sprites, name, mark, radius);
  };
  const ofCluster = (cluster: Cluster): Sprite => {
    const name = clusterName(cluster);
    return sprites.get(name) ?? addCluster(sprites, name, cluster, font);
  };

  function* inSteps<T>(all: Iterable<T>, make: (one: T) => void): Generator<void> {
    let before = sprites.drawn();
    for (const one of all) {
      make(one);
      if (sprites.drawn() < before + spritesInStep) continue;
      yield;
      before = sprites.drawn();
    }
  }

  return {
    ofSign,
    ofCluster,
    *makeSigns(marks) {
      yield* inSteps(
        kindsOf(marks, (mark) => nameOfSign(mark, signRadius)),
        (kind) => {
          for (let radius = smallestSign; radius <= signRadius; radius += 1) ofSign(kind, radius);
        },
      );
    },
    makeClusters: (clusters) => inSteps(clusters, ofCluster),
  };
}

/** Names of the signs' sprites by severity, state and radius, made once: a frame asks for hundreds. */
const signNames = new Map(
  severities.map((severity) => [
    severity,
    new Map(
      verifications.map((state) => [
        state,
        Array.from({ length: signRadius + 1 }, (_, radius) => `sign ${severity} ${state} ${radius}`),
      ]),
    ),
  ]),
);

const nameOfSign = ({ severity, state }: SignKind, radius: number): string =>
  signNames.get(severity)?.get(state)?.[radius] ?? '';

/** Severity while it is open, the decision once it is made, each on a dark disc. */
function addSign(sprites: Sprites, name: string, { severity, state }: SignKind, radius: number): Sprite {
  const side = 2 * (radius + signRim) + 1;
  return sprites.add(name, { width: side, height: side }, (ink) => {
    ink.beginPath();
    ink.arc(0, 0, radius + signRim, 0, Math.PI * 2);
    ink.fillStyle = markInk.edge;
    ink.fill();
    ink.beginPath();
    if (state === 'not_verified') {
      traceSeverity(ink, severity, 0, 0, radius);
      ink.fillStyle = markColour(severity, state);
      ink.fill();
      return;
    }
    traceDecision(ink, state, 0, 0, radius);
    ink.strokeStyle = markColour(severity, state);
    ink.lineWidth = radius < 4 ? 1.5 : 2;
    ink.stroke();
  });
}

/** Names of the counts' sprites by what is worst in them, made when first asked for. */
function createClusterNames(): (cluster: Cluster) => string {
  const names = new Map<Severity | null, string[]>();
  return ({ count, worst }) => {
    const shown = Math.min(count, mostCounted + 1);
    let counts = names.get(worst);
    if (counts === undefined) {
      counts = [];
      names.set(worst, counts);
    }
    counts[shown] ??= `count ${shown} ${worst}`;
    return counts[shown];
  };
}

function addCluster(sprites: Sprites, name: string, { count, worst }: Cluster, font: string): Sprite {
  const text = count > mostCounted ? `${mostCounted}+` : String(count);
  const radius = 7 + text.length * 2.5;
  const side = 2 * radius + 3;
  return sprites.add(name, { width: side, height: side }, (ink) => {
    ink.beginPath();
    ink.arc(0, 0, radius, 0, Math.PI * 2);
    ink.fillStyle = markInk.edge;
    ink.fill();
    ink.strokeStyle = worst === null ? markInk.decided : markInk[worst];
    ink.lineWidth = 1.5;
    ink.stroke();
    ink.font = `600 11px ${font}`;
    ink.textBaseline = 'middle';
    ink.textAlign = 'center';
    ink.fillStyle = '#ffffff';
    ink.fillText(text, 0, 0.5);
  });
}
