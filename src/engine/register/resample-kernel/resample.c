/*
 * Resamples a row of a golden, bilinear, for a step of nearly one pixel to the right. `resample-kernel.ts` is its only user;
 * built by scripts/build-kernels.ts, without a library. Positions are 16.16 fixed point, of which 8 bits of the fraction count.
 */
#include <stdint.h>
#include <wasm_simd128.h>

#define ONE 65536

/* How many samples from `fraction` on lie within the same whole pixel. */
static uint32_t steps_within(int32_t fraction, int32_t step) {
  if (step == 0) return UINT32_MAX;
  return step > 0 ? (uint32_t)((ONE - fraction + step - 1) / step) : (uint32_t)(fraction / -step + 1);
}

/* Fractions of eight positions as 0..255. */
static inline v128_t weights(v128_t low, v128_t high) {
  return wasm_i16x8_narrow_i32x4(wasm_i32x4_shr(low, 8), wasm_i32x4_shr(high, 8));
}

/* (256 − weight) · left + weight · right of eight neighbouring pairs: up to 255 · 256. */
static inline v128_t sideways(const uint8_t *left, v128_t weight) {
  v128_t own = wasm_u16x8_load8x8(left), next = wasm_u16x8_load8x8(left + 1);
  return wasm_i16x8_add(wasm_i16x8_shl(own, 8), wasm_i16x8_mul(wasm_i16x8_sub(next, own), weight));
}

static inline v128_t downwards(v128_t above, v128_t below, v128_t weight, v128_t rest) {
  const v128_t half = wasm_i32x4_splat(1 << 15);
  v128_t low = wasm_i32x4_add(wasm_u32x4_extmul_low_u16x8(above, rest), wasm_u32x4_extmul_low_u16x8(below, weight));
  v128_t high = wasm_i32x4_add(wasm_u32x4_extmul_high_u16x8(above, rest), wasm_u32x4_extmul_high_u16x8(below, weight));
  v128_t both = wasm_u16x8_narrow_i32x4(wasm_u32x4_shr(wasm_i32x4_add(low, half), 16), wasm_u32x4_shr(wasm_i32x4_add(high, half), 16));
  return wasm_u8x16_narrow_i16x8(both, both);
}

/*
 * `count` samples from (gx, gy) on, each between four of the golden's pixels. Cut into runs in which every sample lies one
 * golden column behind the one before, in the same row. `out` has room for 8 more.
 */
__attribute__((export_name("along"))) void along(const uint8_t *golden, uint32_t width, int32_t gx, int32_t gy,
                                                 int32_t step_x, int32_t step_y, uint8_t *out, uint32_t count) {
  const int32_t drift = step_x - ONE;
  const v128_t whole = wasm_i16x8_splat(256);
  for (uint32_t column = 0; column < count;) {
    int32_t x = gx & 0xffff, y = gy & 0xffff;
    uint32_t run = steps_within(x, drift), in_row = steps_within(y, step_y);
    if (in_row < run) run = in_row;
    if (count - column < run) run = count - column;
    const uint8_t *upper = golden + (uint32_t)(gy >> 16) * width + (uint32_t)(gx >> 16);
    v128_t x_low = wasm_i32x4_make(x, x + drift, x + 2 * drift, x + 3 * drift);
    v128_t y_low = wasm_i32x4_make(y, y + step_y, y + 2 * step_y, y + 3 * step_y);
    v128_t x_high = wasm_i32x4_add(x_low, wasm_i32x4_splat(4 * drift));
    v128_t y_high = wasm_i32x4_add(y_low, wasm_i32x4_splat(4 * step_y));
    const v128_t x_step = wasm_i32x4_splat(8 * drift), y_step = wasm_i32x4_splat(8 * step_y);
    for (uint32_t i = 0; i < run; i += 8) {
      v128_t wx = weights(x_low, x_high), wy = weights(y_low, y_high);
      v128_t above = sideways(upper + i, wx), below = sideways(upper + width + i, wx);
      wasm_v128_store64_lane(out + column + i, downwards(above, below, wy, wasm_i16x8_sub(whole, wy)), 0);
      x_low = wasm_i32x4_add(x_low, x_step);
      x_high = wasm_i32x4_add(x_high, x_step);
      y_low = wasm_i32x4_add(y_low, y_step);
      y_high = wasm_i32x4_add(y_high, y_step);
    }
    column += run;
    gx += (int32_t)run * step_x;
    gy += (int32_t)run * step_y;
  }
}
