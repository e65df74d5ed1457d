import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lumaOfRgb } from './luma.ts';

it('is the rounded Rec. 601 luma of every pixel, wherever the bytes lie in memory', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), fc.nat(4), fc.nat(4), (bytes, rgbAt, outAt) => {
      const rgb = new Uint8Array(bytes.length + rgbAt).subarray(rgbAt);
      rgb.set(bytes);
      const pixels = Math.floor(bytes.length / 3);
      const out = new Uint8Array(pixels + outAt).subarray(outAt);
      lumaOfRgb(rgb, out);
      const expected = Array.from({ length: pixels }, (_, pixel) => {
        const [red, green, blue] = bytes.subarray(3 * pixel);
        return Math.floor((19595 * red! + 38470 * green! + 7471 * blue!) / 65536 + 0.5);
      });
      expect([...out]).toEqual(expected);
    }),
  );
});
