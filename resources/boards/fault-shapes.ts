import type { Point } from './geometry.ts';
import type { Random } from './seeded-random.ts';

/** An uneven blob around `centre` with half axes in pixels, turned by `angle`. */
export function blobRing(random: Random, centre: Point, along: number, across: number, angle: number): Point[] {
  const corners = random.int(9, 16);
  const roughness = random.range(0.06, 0.28);
  const lobe = random.range(0, 0.22);
  const phase = random.range(0, 2 * Math.PI);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const ring: Point[] = [];
  for (let corner = 0; corner < corners; corner++) {
    const turn = (2 * Math.PI * corner) / corners;
    const radius = 1 + lobe * Math.cos(2 * turn + phase) + roughness * random.range(-1, 1);
    const u = along * radius * Math.cos(turn);
    const v = across * radius * Math.sin(turn);
    ring.push({ x: centre.x + u * cos - v * sin, y: centre.y + u * sin + v * cos });
  }
  return ring;
}

/**
 * An uneven stroke from one point to another, possibly bowed. `startWidth` and `endWidth` in pixels;
 * `wobble` is how far its edges and its line stray, as a share of the width.
 */
export function strokeRing(
  random: Random,
  from: Point,
  to: Point,
  startWidth: number,
  endWidth: number,
  wobble: number,
): Point[] {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const dx = (to.x - from.x) / length;
  const dy = (to.y - from.y) / length;
  const steps = Math.max(2, Math.min(9, Math.round(length / 5)));
  const bow = random.range(-0.18, 0.18) * length * Math.min(1, wobble * 3);
  const left: Point[] = [];
  const right: Point[] = [];
  for (let step = 0; step <= steps; step++) {
    const share = step / steps;
    const width = startWidth + (endWidth - startWidth) * share;
    const offset = bow * 4 * share * (1 - share) + random.range(-0.5, 0.5) * wobble * width;
    const x = from.x + dx * length * share - dy * offset;
    const y = from.y + dy * length * share + dx * offset;
    const leftHalf = (width / 2) * (1 + wobble * random.range(-1, 1));
    const rightHalf = (width / 2) * (1 + wobble * random.range(-1, 1));
    left.push({ x: x - dy * leftHalf, y: y + dx * leftHalf });
    right.push({ x: x + dy * rightHalf, y: y - dx * rightHalf });
  }
  return [...left, ...right.reverse()];
}
