/** Sprites at places of the board, looked up once and drawn with every frame. */
import type { Point, Size } from '../space/point.ts';
import type { View } from '../space/view.ts';
import type { Sprite } from './sprites.ts';

export interface Stamps {
  /** Middles, board pixels: x and y in turn. Numbers side by side: a frame passes over thousands, most out of sight. */
  readonly places: Float64Array;
  /** One for each place. */
  readonly sprites: readonly Sprite[];
}

export function stampsOf<T>(all: readonly T[], middleOf: (one: T) => Point, spriteOf: (one: T) => Sprite): Stamps {
  const places = new Float64Array(2 * all.length);
  const sprites: Sprite[] = [];
  for (const [place, one] of all.entries()) {
    const { x, y } = middleOf(one);
    places[2 * place] = x;
    places[2 * place + 1] = y;
    sprites.push(spriteOf(one));
  }
  return { places, sprites };
}

/** `reach`: stamps with their middle outside the pane by less than this are drawn too, CSS pixels. */
export function paintStamps(
  context: CanvasRenderingContext2D,
  { places, sprites }: Stamps,
  view: View,
  pane: Size,
  devicePixelRatio: number,
  reach: number,
): void {
  // In device pixels: sprites are copied pixel by pixel, to whole ones.
  const scale = view.scale * devicePixelRatio;
  const left = view.x * devicePixelRatio;
  const top = view.y * devicePixelRatio;
  const beyond = reach * devicePixelRatio;
  const right = pane.width * devicePixelRatio + beyond;
  const bottom = pane.height * devicePixelRatio + beyond;
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  for (let place = 0; place < sprites.length; place += 1) {
    const x = places[2 * place]! * scale + left;
    if (x <= -beyond || x >= right) continue;
    const y = places[2 * place + 1]! * scale + top;
    if (y <= -beyond || y >= bottom) continue;
    const { image, width, height } = sprites[place]!;
    context.drawImage(
      image,
      Math.round(x - (width * devicePixelRatio) / 2),
      Math.round(y - (height * devicePixelRatio) / 2),
    );
  }
  context.restore();
}
