import type { Box } from '../../../core/detection/box.ts';
import type { GreyImage } from '../../decode/grey-image.ts';
import { compileKernel, growKernel, type KernelExports, startKernel } from '../../wasm/kernel-memory.ts';
import { resampleKernelBytes } from './resample-kernel-bytes.ts';

/** The function of resample.c. */
interface Kernel extends KernelExports {
  along(
    golden: number,
    width: number,
    gx: number,
    gy: number,
    stepX: number,
    stepY: number,
    out: number,
    count: number,
  ): void;
}

/** Samples of one call. */
export const mostSamples = 1024;
/** The kernel writes and reads eight at a time. */
const behind = 16;
/** A larger part of a golden is not copied: 16,384 × 2,048 pixels. */
const mostWindowBytes = 32 * 1024 * 1024;

/** A part of a golden that rows are resampled from. To be used before the next one is opened. */
export interface GoldenWindow {
  /**
   * Samples from golden position (gx, gy) on, in 16.16 fixed point, for a step of nearly one pixel to the right; all between
   * four pixels of the window. At most `mostSamples`.
   */
  along(gx: number, gy: number, stepX: number, stepY: number, target: Uint8Array): void;
}

/** Opens windows on goldens. One a thread, so that its memory is not made anew for each board. */
export interface GoldenWindows {
  /** @param part Golden pixels, inside it. Null where that is too much to copy. */
  open(golden: GreyImage, part: Box): GoldenWindow | null;
}

export function createGoldenWindows(): GoldenWindows {
  const kernel = startKernel<Kernel>(compileKernel(resampleKernelBytes));
  return {
    open(golden, part) {
      const bytes = part.width * part.height;
      if (bytes > mostWindowBytes) return null;
      const out = kernel.__heap_base.value;
      const pixels = out + mostSamples + behind;
      growKernel(kernel, pixels + bytes + behind);
      const window = new Uint8Array(kernel.memory.buffer, pixels, bytes);
      if (part.width === golden.width)
        window.set(golden.data.subarray(part.y * golden.width, (part.y + part.height) * golden.width));
      else
        for (let row = 0; row < part.height; row += 1) {
          const from = (part.y + row) * golden.width + part.x;
          window.set(golden.data.subarray(from, from + part.width), row * part.width);
        }
      const samples = new Uint8Array(kernel.memory.buffer, out, mostSamples);
      return {
        along(gx, gy, stepX, stepY, target) {
          kernel.along(
            pixels,
            part.width,
            gx - part.x * 65_536,
            gy - part.y * 65_536,
            stepX,
            stepY,
            out,
            target.length,
          );
          target.set(target.length === mostSamples ? samples : samples.subarray(0, target.length));
        },
      };
    },
  };
}
