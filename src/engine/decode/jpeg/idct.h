/*
 * The inverse cosine transform as libjpeg's `jidctint.c` computes it, to the bit: Loeffler, Ligtenberg and Moschytz
 * 1989, constants of 13 bits, 2 bits kept between the passes. Eight columns at once; sums of two products in one step.
 */
#pragma once
#include <stdint.h>
#include <wasm_simd128.h>

#define CONSTANT_BITS 13
#define KEPT_BITS 2
/* x · 2^13, rounded. */
#define F_0_298 2446
#define F_0_390 3196
#define F_0_541 4433
#define F_0_765 6270
#define F_0_899 7373
#define F_1_175 9633
#define F_1_501 12299
#define F_1_847 15137
#define F_1_961 16069
#define F_2_053 16819
#define F_2_562 20995
#define F_3_072 25172

typedef struct {
  v128_t low, high; /* int32 of columns 0..3 and 4..7 */
} Wide;

static inline Wide wide_add(Wide a, Wide b) { return (Wide){wasm_i32x4_add(a.low, b.low), wasm_i32x4_add(a.high, b.high)}; }
static inline Wide wide_sub(Wide a, Wide b) { return (Wide){wasm_i32x4_sub(a.low, b.low), wasm_i32x4_sub(a.high, b.high)}; }

/* a · p + b · q of eight columns. */
static inline Wide products(v128_t a, v128_t b, int16_t p, int16_t q) {
  v128_t factors = wasm_i16x8_make(p, q, p, q, p, q, p, q);
  return (Wide){wasm_i32x4_dot_i16x8(wasm_i16x8_shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11), factors),
                wasm_i32x4_dot_i16x8(wasm_i16x8_shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15), factors)};
}

/* Rounded division by 2^bits, back to 16 bits. */
static inline __attribute__((always_inline)) v128_t descale(Wide x, int bits) {
  v128_t half = wasm_i32x4_splat(1 << (bits - 1));
  return wasm_i16x8_narrow_i32x4(wasm_i32x4_shr(wasm_i32x4_add(x.low, half), bits),
                                 wasm_i32x4_shr(wasm_i32x4_add(x.high, half), bits));
}

static inline __attribute__((always_inline)) void transform(v128_t r[8], int bits) {
  Wide even2 = products(r[2], r[6], F_0_541, F_0_541 - F_1_847);
  Wide even3 = products(r[2], r[6], F_0_541 + F_0_765, F_0_541);
  Wide even0 = products(r[0], r[4], 1 << CONSTANT_BITS, 1 << CONSTANT_BITS);
  Wide even1 = products(r[0], r[4], 1 << CONSTANT_BITS, -(1 << CONSTANT_BITS));
  Wide t10 = wide_add(even0, even3), t13 = wide_sub(even0, even3);
  Wide t11 = wide_add(even1, even2), t12 = wide_sub(even1, even2);

  v128_t z3 = wasm_i16x8_add(r[7], r[3]), z4 = wasm_i16x8_add(r[5], r[1]);
  Wide w3 = products(z3, z4, F_1_175 - F_1_961, F_1_175);
  Wide w4 = products(z3, z4, F_1_175, F_1_175 - F_0_390);
  Wide odd0 = wide_add(products(r[7], r[1], F_0_298 - F_0_899, -F_0_899), w3);
  Wide odd1 = wide_add(products(r[5], r[3], F_2_053 - F_2_562, -F_2_562), w4);
  Wide odd2 = wide_add(products(r[5], r[3], -F_2_562, F_3_072 - F_2_562), w3);
  Wide odd3 = wide_add(products(r[7], r[1], -F_0_899, F_1_501 - F_0_899), w4);

  r[0] = descale(wide_add(t10, odd3), bits);
  r[7] = descale(wide_sub(t10, odd3), bits);
  r[1] = descale(wide_add(t11, odd2), bits);
  r[6] = descale(wide_sub(t11, odd2), bits);
  r[2] = descale(wide_add(t12, odd1), bits);
  r[5] = descale(wide_sub(t12, odd1), bits);
  r[3] = descale(wide_add(t13, odd0), bits);
  r[4] = descale(wide_sub(t13, odd0), bits);
}

static inline void transpose(v128_t r[8]) {
  v128_t a[8], b[8];
  for (int i = 0; i < 4; i++) {
    a[2 * i] = wasm_i16x8_shuffle(r[i], r[i + 4], 0, 8, 1, 9, 2, 10, 3, 11);
    a[2 * i + 1] = wasm_i16x8_shuffle(r[i], r[i + 4], 4, 12, 5, 13, 6, 14, 7, 15);
  }
  for (int i = 0; i < 4; i++) {
    b[2 * i] = wasm_i16x8_shuffle(a[i], a[i + 4], 0, 8, 1, 9, 2, 10, 3, 11);
    b[2 * i + 1] = wasm_i16x8_shuffle(a[i], a[i + 4], 4, 12, 5, 13, 6, 14, 7, 15);
  }
  for (int i = 0; i < 4; i++) {
    r[2 * i] = wasm_i16x8_shuffle(b[i], b[i + 4], 0, 8, 1, 9, 2, 10, 3, 11);
    r[2 * i + 1] = wasm_i16x8_shuffle(b[i], b[i + 4], 4, 12, 5, 13, 6, 14, 7, 15);
  }
}

/*
 * Samples of a block, 0..255, into 8 × 8 bytes at `to`. `quantum`: what each coefficient is multiplied by, in natural
 * order. `is_low`: only the first four rows and columns hold coefficients other than 0.
 */
static inline __attribute__((always_inline)) void inverse_transform_of(const int16_t *block, const int16_t *quantum,
                                                                       uint8_t *to, uint32_t stride, int is_low) {
  const v128_t zero = wasm_i16x8_splat(0);
  v128_t r[8];
  for (int i = 0; i < 8; i++)
    r[i] = is_low && i >= 4 ? zero : wasm_i16x8_mul(wasm_v128_load(block + 8 * i), wasm_v128_load(quantum + 8 * i));
  transform(r, CONSTANT_BITS - KEPT_BITS);
  transpose(r);
  for (int i = 4; is_low && i < 8; i++) r[i] = zero;
  transform(r, CONSTANT_BITS + KEPT_BITS + 3);
  transpose(r);
  const v128_t middle = wasm_i8x16_splat((int8_t)0x80);
  for (int i = 0; i < 4; i++) {
    v128_t two = wasm_v128_xor(wasm_i8x16_narrow_i16x8(r[2 * i], r[2 * i + 1]), middle);
    wasm_v128_store64_lane(to + 2 * i * stride, two, 0);
    wasm_v128_store64_lane(to + (2 * i + 1) * stride, two, 1);
  }
}

/* Codes up to this place lie in the first four rows and columns. */
#define LAST_LOW 9

static inline void inverse_transform(const int16_t *block, uint32_t last, const int16_t *quantum, uint8_t *to, uint32_t stride) {
  if (last <= LAST_LOW) inverse_transform_of(block, quantum, to, stride, 1);
  else inverse_transform_of(block, quantum, to, stride, 0);
}

/* The same for a block whose AC coefficients are all 0. */
static inline void fill_block(int32_t dc, uint8_t *to, uint32_t stride) {
  int32_t value = (((int32_t)(int16_t)dc << KEPT_BITS) + (1 << (KEPT_BITS + 2))) >> (KEPT_BITS + 3);
  uint64_t sample = (uint64_t)(value < -128 ? 0 : value > 127 ? 255 : value + 128);
  for (int i = 0; i < 8; i++) *(uint64_t *)(to + i * stride) = sample * 0x0101010101010101ull;
}
