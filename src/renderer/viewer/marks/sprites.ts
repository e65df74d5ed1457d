import type { Size } from '../space/point.ts';

/** What a sprite is drawn with, once. */
type Ink = OffscreenCanvasRenderingContext2D;

/** Small pictures that are drawn again and again: a copy costs a fraction of a path with smooth edges. */
export interface Sprites {
  /** Names are compared thousands of times in a frame: pass the same string, not one put together each time. */
  get(name: string): Sprite | undefined;
  /** `draw` is called at once, with a context in CSS pixels whose origin is the middle. */
  add(name: string, size: Size, draw: (ink: Ink) => void): Sprite;
  /** Width of a text, whole CSS pixels. */
  widthOf(text: string, font: string): number;
  /** How many were drawn so far: each takes about as long as a hundred copies. */
  drawn(): number;
}

/** Its size in CSS pixels is a whole number of device pixels. */
export interface Sprite extends Size {
  /** Not a canvas: from one that could still change, every copy would take a snapshot first. */
  readonly image: ImageBitmap;
}

/** Copies it to (x, y), its middle, on whole device pixels. */
export function stamp(
  context: CanvasRenderingContext2D,
  { image, width, height }: Sprite,
  x: number,
  y: number,
  devicePixelRatio: number,
): void {
  const left = Math.round((x - width / 2) * devicePixelRatio) / devicePixelRatio;
  const top = Math.round((y - height / 2) * devicePixelRatio) / devicePixelRatio;
  context.drawImage(image, left, top, width, height);
}

/** Counts and styles of a few boards; beyond it everything is drawn anew. */
const capacity = 600;

/** Their images are of one screen's device pixels. */
export function createSprites(devicePixelRatio: number): Sprites {
  const sprites = new Map<string, Sprite>();
  // One for all: each canvas of its own would look up its fonts anew.
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d');
  let drawn = 0;
  return {
    get: (name) => sprites.get(name),
    add(name, size, draw) {
      // Not closed: who looked one up may still draw it.
      if (sprites.size >= capacity) sprites.clear();
      canvas.width = Math.ceil(size.width * devicePixelRatio);
      canvas.height = Math.ceil(size.height * devicePixelRatio);
      if (context !== null) {
        context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, canvas.width / 2, canvas.height / 2);
        draw(context);
      }
      const image = canvas.transferToImageBitmap();
      const sprite = { image, width: image.width / devicePixelRatio, height: image.height / devicePixelRatio };
      sprites.set(name, sprite);
      drawn += 1;
      return sprite;
    },
    widthOf(text, font) {
      if (context === null) return 0;
      context.font = font;
      return Math.ceil(context.measureText(text).width);
    },
    drawn: () => drawn,
  };
}
