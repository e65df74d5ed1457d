import type { Size } from '../space/point.ts';

/** What a sprite is drawn with, once. */
type Ink = OffscreenCanvasRenderingContext2D;

/** Small pictures that are drawn again and again: a copy costs a fraction of a path with smooth edges. */
export interface Sprites {
  /** Of device pixels of this size; all are made anew where it changes. */
  useRatio(devicePixelRatio: number): void;
  /** Names are compared thousands of times in a frame: pass the same string, not one put together each time. */
  get(name: string): Sprite | undefined;
  /** `draw` is called at once, with a context in CSS pixels whose origin is the middle. */
  add(name: string, size: Size, draw: (ink: Ink) => void): Sprite;
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
  let ratio = 1;
  const clear = (): void => {
    for (const { image } of sprites.values()) image.close();
    sprites.clear();
  };
  return {
    useRatio(devicePixelRatio) {
      if (devicePixelRatio === ratio) return;
      ratio = devicePixelRatio;
      clear();
    },
    get: (name) => sprites.get(name),
    add(name, size, draw) {
      if (sprites.size >= capacity) clear();
      canvas.width = Math.ceil(size.width * ratio);
      canvas.height = Math.ceil(size.height * ratio);
      if (context !== null) {
        context.setTransform(ratio, 0, 0, ratio, canvas.width / 2, canvas.height / 2);
        draw(context);
      }
      const image = canvas.transferToImageBitmap();
      const sprite = { image, width: image.width / ratio, height: image.height / ratio };
      sprites.set(name, sprite);
      return sprite;
    },
  };
}
