import type { Camera } from './camera.ts';
import { mix } from './seeded-random.ts';

const tableSize = 4096;
const gaussians = makeGaussians();

/** Rows above and below that the blur looks at. */
export const apron = 1;

/**
 * Turn painted pixels into what the sensor gives: blur, light, noise.
 * @param painted RGBA rows `top - apron` .. `top + rows + apron` of the picture, `width` pixels each
 * @param out RGB rows `top` .. `top + rows` are written from `offset` on
 */
export function developColour(
  painted: Uint8Array,
  picture: { readonly width: number; readonly height: number },
  top: number,
  rows: number,
  camera: Camera,
  out: Uint8Array,
  offset: number,
): void {
  const { width, height } = picture;
  const columnLight = new Float32Array(width);
  const columnOff = new Float32Array(width);
  const columnWeave = new Float32Array(width);
  const thread = (2 * Math.PI) / camera.weavePitch;
  for (let x = 0; x < width; x++) {
    const place = x / width - 0.5;
    columnLight[x] = camera.slopeX * place;
    columnOff[x] = place * place * 2;
    columnWeave[x] = camera.weave * Math.cos(x * thread);
  }
  const side = camera.blur;
  const middle = 1 - 2 * side;
  const stride = width * 4;
  const [gainRed, gainGreen, gainBlue] = camera.gain;
  const blurred = new Float32Array(stride);
  let write = offset;
  for (let row = 0; row < rows; row++) {
    const y = top + row;
    const place = y / height - 0.5;
    const rowLight = 1 + camera.slopeY * place;
    const rowOff = place * place * 2;
    const rowWeave = Math.cos(y * thread);
    let state = mix(camera.noiseSeed ^ Math.imul(y + 1, 0x9e3779b1)) | 1;
    const above = row * stride;
    const here = above + stride;
    const below = here + stride;
    for (let index = 0; index < stride; index++) {
      blurred[index] = middle * painted[here + index]! + side * (painted[above + index]! + painted[below + index]!);
    }
    for (let x = 0; x < width; x++) {
      const index = x * 4;
      const before = x === 0 ? index : index - 4;
      const after = x === width - 1 ? index : index + 4;
      const light =
        (rowLight + columnLight[x]! + rowWeave * columnWeave[x]!) * (1 - camera.vignette * (rowOff + columnOff[x]!));
      const red = (middle * blurred[index]! + side * (blurred[before]! + blurred[after]!)) * light * gainRed;
      const green =
        (middle * blurred[index + 1]! + side * (blurred[before + 1]! + blurred[after + 1]!)) * light * gainGreen;
      const blue =
        (middle * blurred[index + 2]! + side * (blurred[before + 2]! + blurred[after + 2]!)) * light * gainBlue;
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const deviation = camera.readNoise + camera.shotNoise * green * 0.004;
      const common = gaussians[state & 4095]!;
      const first = gaussians[(state >>> 8) & 4095]!;
      const second = gaussians[(state >>> 20) & 4095]!;
      out[write] = bounded(red + deviation * (common + 0.5 * first));
      out[write + 1] = bounded(green + deviation * common);
      out[write + 2] = bounded(blue + deviation * (common + 0.6 * second));
      write += 3;
    }
  }
}

/** A thresholded line scan: ragged edges, no grey. Black copper on white, one channel, like DeepPCB. */
export function developBinary(
  painted: Uint8Array,
  width: number,
  top: number,
  rows: number,
  camera: Camera,
  out: Uint8Array,
  offset: number,
): void {
  const stride = width * 4;
  const side = 0.2 + camera.blur * 0.4;
  const middle = 1 - 2 * side;
  let write = offset;
  for (let row = 0; row < rows; row++) {
    const here = (row + 1) * stride;
    let state = mix(camera.noiseSeed ^ Math.imul(top + row + 1, 0x9e3779b1)) | 1;
    let ripple = 0;
    for (let x = 0; x < width; x++) {
      const index = here + x * 4;
      const before = x === 0 ? index : index - 4;
      const after = x === width - 1 ? index : index + 4;
      const level =
        middle * painted[index]! +
        0.5 * side * (painted[before]! + painted[after]! + painted[index - stride]! + painted[index + stride]!);
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      ripple = 0.6 * ripple + gaussians[state & 4095]!;
      out[write++] = level + ripple * 8 * camera.readNoise > 127 ? 255 : 0;
    }
  }
}

function bounded(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : (value + 0.5) | 0;
}

function makeGaussians(): Float32Array {
  const table = new Float32Array(tableSize);
  // Quantiles of the normal distribution by a logistic approximation, spread over the table by an odd step.
  for (let index = 0; index < tableSize; index++) {
    const share = (index + 0.5) / tableSize;
    table[(index * 1597) % tableSize] = Math.log(share / (1 - share)) / 1.702;
  }
  return table;
}
