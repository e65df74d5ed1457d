import { type Canvas, createCanvas } from '@napi-rs/canvas';
import type { Camera } from './camera.ts';
import { apron, developBinary, developColour } from './develop.ts';
import { type Affine, type Box, boxAround, grow, invert, transformPoint } from './geometry.ts';
import { paintBoard } from './paint-board.ts';
import { exactMake, type MakeVariation, paintCopper } from './paint-copper.ts';
import { css, type Palette } from './palette.ts';
import type { ShapeIndex } from './shape-index.ts';

/** A picture without header: rows of `channels` bytes a pixel (1 grey, 3 RGB). */
export interface PixelImage {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** Rows of a picture, top to bottom. */
export interface Band {
  readonly top: number;
  readonly rows: number;
  readonly data: Uint8Array;
}

/** One board under one camera. */
export interface Scene {
  readonly shapes: ShapeIndex;
  readonly make: MakeVariation;
  readonly palette: Palette;
  readonly camera: Camera;
}

/** Pixels that one band holds at most; bounds the memory of a large picture. */
const bandPixels = 1 << 21;

/** Draw a scene band by band, top to bottom. */
export function* renderBands(scene: Scene): Generator<Band> {
  const { width, height } = scene.shapes.layout;
  const channels = scene.camera.look === 'binary' ? 1 : 3;
  const step = Math.max(16, Math.min(height, Math.floor(bandPixels / width)));
  // One canvas for all bands: what a canvas holds is freed late, and large boards have hundreds of bands.
  const canvas = createCanvas(width, step + 2 * apron);
  for (let top = 0; top < height; top += step) {
    const rows = Math.min(step, height - top);
    const painted = paintRows(scene, canvas, top - apron, step + 2 * apron);
    const data = new Uint8Array(width * rows * channels);
    if (scene.camera.look === 'binary') developBinary(painted, width, top, rows, scene.camera, data, 0);
    else developColour(painted, { width, height }, top, rows, scene.camera, data, 0);
    yield { top, rows, data };
  }
}

/** Draw a scene as a whole. */
export function renderImage(scene: Scene): PixelImage {
  const { width, height } = scene.shapes.layout;
  const channels = scene.camera.look === 'binary' ? 1 : 3;
  const bands = [...renderBands(scene)];
  if (bands.length === 1) return { width, height, channels, data: bands[0]!.data };
  const data = new Uint8Array(width * height * channels);
  for (const band of bands) data.set(band.data, band.top * width * channels);
  return { width, height, channels, data };
}

/** The exact copper of the artwork within a box of whole pixels: 1 copper, 0 none. */
export function copperMask(shapes: ShapeIndex, box: Box): Uint8Array {
  const canvas = createCanvas(box.width, box.height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#000';
  context.fillRect(0, 0, box.width, box.height);
  context.translate(-box.x, -box.y);
  paintCopper(
    context,
    shapes.within(grow(box, shapes.layout.clearance + 2)),
    shapes.layout.clearance,
    exactMake,
    '#fff',
    '#000',
  );
  const pixels = canvas.data();
  const mask = new Uint8Array(box.width * box.height);
  for (let index = 0; index < mask.length; index++) mask[index] = pixels[index * 4]! >= 128 ? 1 : 0;
  return mask;
}

function paintRows(scene: Scene, canvas: Canvas, top: number, rows: number): Uint8Array {
  const { shapes, make, palette, camera } = scene;
  const { width, clearance } = shapes.layout;
  const context = canvas.getContext('2d');
  const { a, b, c, d, tx, ty } = camera.pose;
  const binary = camera.look === 'binary';
  context.resetTransform();
  context.fillStyle = binary ? '#fff' : css(palette.mask);
  context.fillRect(0, 0, width, rows);
  context.setTransform(a, c, b, d, tx, ty - top);
  const visible = shapes.within(grow(seenBox(camera.pose, width, top, rows), clearance + 4));
  if (binary) paintCopper(context, visible, clearance, make, '#000', '#fff');
  else paintBoard(context, visible, clearance, make, palette);
  return canvas.data();
}

/** The part of the artwork that rows of the picture show. */
function seenBox(pose: Affine, width: number, top: number, rows: number): Box {
  const back = invert(pose);
  const corners = [
    { x: 0, y: top },
    { x: width, y: top },
    { x: 0, y: top + rows },
    { x: width, y: top + rows },
  ];
  return boxAround(corners.map((corner) => transformPoint(back, corner)));
}
