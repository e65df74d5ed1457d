/*
 * Grey of a colour picture: chroma is brought to full size and turned to RGB as libjpeg does it ("fancy" upsampling of
 * `jdsample.c`, fixed point of `jdcolor.c`), then to luma as `luma.ts` does it, all to the bit.
 */
#pragma once
#include <stdint.h>
#include <wasm_simd128.h>

/* (3 · near + far + round) of neighbouring columns, shifted, to both columns that lie between them. `column` has one more value at each end. */
static inline __attribute__((always_inline)) void widen(const int16_t *column, uint32_t count, int round_left,
                                                        int round_right, int bits, uint8_t *out) {
  const v128_t three = wasm_i16x8_splat(3);
  const v128_t to_left = wasm_i16x8_splat((int16_t)round_left), to_right = wasm_i16x8_splat((int16_t)round_right);
  for (uint32_t x = 0; x < count; x += 8) {
    v128_t near = wasm_i16x8_mul(wasm_v128_load(column + x), three);
    v128_t left = wasm_i16x8_add(wasm_i16x8_add(near, wasm_v128_load(column + x - 1)), to_left);
    v128_t right = wasm_i16x8_add(wasm_i16x8_add(near, wasm_v128_load(column + x + 1)), to_right);
    left = wasm_u16x8_shr(left, bits);
    right = wasm_u16x8_shr(right, bits);
    wasm_v128_store(out + 2 * x, wasm_v128_or(left, wasm_i16x8_shl(right, 8)));
  }
}

static inline void repeat_ends(int16_t *column, uint32_t count) {
  column[-1] = column[0];
  column[count] = column[count - 1];
}

/* Row `y` of a component that has half the picture's columns. `room`: `count` + 32 values. */
static void widen_row(const uint8_t *row, uint32_t count, int16_t *room, uint8_t *out) {
  int16_t *column = room + 8;
  for (uint32_t x = 0; x < count; x += 8) wasm_v128_store(column + x, wasm_u16x8_load8x8(row + x));
  repeat_ends(column, count);
  widen(column, count, 1, 2, 2, out);
}

/* The same for half the rows as well: `far` is the component's next row towards the picture's. */
static void widen_rows(const uint8_t *near, const uint8_t *far, uint32_t count, int16_t *room, uint8_t *out) {
  int16_t *column = room + 8;
  const v128_t three = wasm_i16x8_splat(3);
  for (uint32_t x = 0; x < count; x += 8)
    wasm_v128_store(column + x, wasm_i16x8_add(wasm_i16x8_mul(wasm_u16x8_load8x8(near + x), three), wasm_u16x8_load8x8(far + x)));
  repeat_ends(column, count);
  widen(column, count, 8, 7, 4, out);
}

/* (a · p + b · q) / 2^16 of eight values, rounded down. */
static inline v128_t scaled(v128_t a, v128_t b, v128_t factors) {
  v128_t low = wasm_i32x4_dot_i16x8(wasm_i16x8_shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11), factors);
  v128_t high = wasm_i32x4_dot_i16x8(wasm_i16x8_shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15), factors);
  return wasm_i16x8_narrow_i32x4(wasm_i32x4_shr(low, 16), wasm_i32x4_shr(high, 16));
}

static inline v128_t clamped(v128_t x) {
  return wasm_i16x8_min(wasm_i16x8_max(x, wasm_i16x8_splat(0)), wasm_i16x8_splat(255));
}

static inline v128_t pair(int16_t p, int16_t q) { return wasm_i16x8_make(p, q, p, q, p, q, p, q); }

/* Replaces a row of Y by the luma of its RGB. `width` is rounded up to whole eights. */
static void luma_row(uint8_t *y_row, const uint8_t *cb_row, const uint8_t *cr_row, uint32_t width) {
  /* Factors above 2^15 are split: 1.402 = 1 + 0.402, 1.772 = 2 - 0.228, 0.714 = 1 - 0.286, 0.587 = 1 - 0.413. The
     second factor times 2 is the half that rounds. */
  const v128_t two = wasm_i16x8_splat(2), middle = wasm_i16x8_splat(128);
  const v128_t red_of_cr = pair(26345, 16384), blue_of_cb = pair(-14942, 16384), green_of_both = pair(-22554, 18734);
  const v128_t luma_of_red_green = pair(19595, -27066), luma_of_blue = pair(7471, 16384);
  for (uint32_t x = 0; x < width; x += 8) {
    v128_t y = wasm_u16x8_load8x8(y_row + x);
    v128_t cb = wasm_i16x8_sub(wasm_u16x8_load8x8(cb_row + x), middle);
    v128_t cr = wasm_i16x8_sub(wasm_u16x8_load8x8(cr_row + x), middle);
    v128_t red = clamped(wasm_i16x8_add(wasm_i16x8_add(y, cr), scaled(cr, two, red_of_cr)));
    v128_t blue = clamped(wasm_i16x8_add(wasm_i16x8_add(y, wasm_i16x8_shl(cb, 1)), scaled(cb, two, blue_of_cb)));
    v128_t green_low = wasm_i32x4_dot_i16x8(wasm_i16x8_shuffle(cb, cr, 0, 8, 1, 9, 2, 10, 3, 11), green_of_both);
    v128_t green_high = wasm_i32x4_dot_i16x8(wasm_i16x8_shuffle(cb, cr, 4, 12, 5, 13, 6, 14, 7, 15), green_of_both);
    const v128_t half = wasm_i32x4_splat(1 << 15);
    v128_t part = wasm_i16x8_narrow_i32x4(wasm_i32x4_shr(wasm_i32x4_add(green_low, half), 16),
                                          wasm_i32x4_shr(wasm_i32x4_add(green_high, half), 16));
    v128_t green = clamped(wasm_i16x8_add(wasm_i16x8_sub(y, cr), part));
    v128_t low = wasm_i32x4_add(wasm_i32x4_dot_i16x8(wasm_i16x8_shuffle(red, green, 0, 8, 1, 9, 2, 10, 3, 11), luma_of_red_green),
                                wasm_i32x4_dot_i16x8(wasm_i16x8_shuffle(blue, two, 0, 8, 1, 9, 2, 10, 3, 11), luma_of_blue));
    v128_t high = wasm_i32x4_add(wasm_i32x4_dot_i16x8(wasm_i16x8_shuffle(red, green, 4, 12, 5, 13, 6, 14, 7, 15), luma_of_red_green),
                                 wasm_i32x4_dot_i16x8(wasm_i16x8_shuffle(blue, two, 4, 12, 5, 13, 6, 14, 7, 15), luma_of_blue));
    v128_t rest = wasm_i16x8_narrow_i32x4(wasm_i32x4_shr(low, 16), wasm_i32x4_shr(high, 16));
    v128_t luma = wasm_i16x8_add(green, rest);
    wasm_v128_store64_lane(y_row + x, wasm_u8x16_narrow_i16x8(luma, luma), 0);
  }
}
