import type { Size } from '../space/point.ts';

/** What a sprite is drawn with, once. */
type Ink = OffscreenCanvasRenderingContext2D;

/** Small pictures that are drawn again and again: a copy costs a fraction of a path with smooth edges. */
export interface Sprites {
  /** `draw` is called where the name is new, with a context in CSS pixels whose origin is the middle. */
  get(name: string, size: Size, devicePixelRatio: number, draw: (ink: Ink) => void): Sprite;
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

export function createSprites(): Sprites {
  const sprites = new Map<string, Sprite>();
  // One for all: each canvas of its own would look up its fonts anew.
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d');
  return {
    get(name, size, devicePixelRatio, draw) {
      const key = `${name} ${size.width} ${size.height} ${devicePixelRatio}`;
      const known = sprites.get(key);
      if (known !== undefined) return known;
      if (sprites.size >= capacity) {
        for (const { image } of sprites.values()) image.close();
        sprites.clear();
      }
      canvas.width = Math.ceil(size.width * devicePixelRatio);
      canvas.height = Math.ceil(size.height * devicePixelRatio);
      if (context !== null) {
        context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, canvas.width / 2, canvas.height / 2);
        draw(context);
      }
      const image = canvas.transferToImageBitmap();
      const sprite = { image, width: image.width / devicePixelRatio, height: image.height / devicePixelRatio };
      sprites.set(key, sprite);
      return sprite;
    },
  };
}
