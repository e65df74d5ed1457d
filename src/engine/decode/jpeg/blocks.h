/* Blocks of 64 coefficients as each kind of scan codes them (ITU-T T.81, F.2.2 and G.1.2). Each answers 0 where the codes make no block. */
#pragma once
#include "huffman.h"

/* Place of a coefficient in its block, by its place in the code (T.81, figure 5). */
static const uint8_t zigzag[64] = {0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48,
                                   41, 34, 27, 20, 13, 6,  7,  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
                                   30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63};

/* No 8-bit picture has a larger difference of DC values. */
#define MOST_DC_BITS 11

static inline int read_dc(Bits *b, const Huffman *dc, int32_t *difference) {
  refill(b);
  uint32_t one = next_code(b, dc), size = one & 255;
  if (one == 0 || size > MOST_DC_BITS) return 0;
  drop(b, one >> 8);
  *difference = size == 0 ? 0 : extend(take(b, size), size);
  return 1;
}

/*
 * The block of a sequential scan. `block` gets its AC coefficients, in natural order, where it is not null; it must be
 * all zeros before. `last` is the place in the code of the last of them, 0 where there are none.
 */
static inline __attribute__((always_inline)) int read_block(Bits *b, const Huffman *dc, const Huffman *ac,
                                                            int32_t *difference, int16_t *block, uint32_t *last) {
  if (!read_dc(b, dc, difference)) return 0;
  uint32_t k = 1;
  *last = 0;
  while (k < 64) {
    refill(b);
    uint32_t whole = ac->coefficient[b->window >> (64 - LOOKUP_BITS)];
    if (whole) {
      drop(b, whole & 255);
      k += (whole >> 8) & 255;
      if (k > 63) {
        if (k < END_OF_BLOCK) return 0;
        break;
      }
      if (block) block[zigzag[k]] = (int16_t)(whole >> 16);
      *last = k++;
      continue;
    }
    uint32_t one = next_code(b, ac), size = one & 15, run = (one >> 4) & 15;
    if (one == 0) return 0;
    drop(b, one >> 8);
    if (size == 0) {
      if (run != 15) break;
      k += 16;
      continue;
    }
    k += run;
    if (k > 63) return 0;
    int32_t value = extend(take(b, size), size);
    if (block) block[zigzag[k]] = (int16_t)value;
    *last = k++;
  }
  return !is_past_end(b);
}

/* Of one block in a scan of a progressive file: the coefficients that it brings, and those that are not 0 so far. */
typedef struct {
  uint32_t first, last;
  uint32_t end_of_band; /* blocks, from this one on, that have nothing further in this scan */
} Band;

static inline uint64_t places(uint32_t first, uint32_t last) { return (~0ull >> (63 - last + first)) << first; }

/* `count` blocks that end their band take no bits: 2^run blocks and as many as `run` extra bits say (T.81, G.1.2.2). */
static inline uint32_t band_ends(Bits *b, uint32_t run) {
  uint32_t more = 1u << run;
  refill(b);
  return run == 0 ? 1 : more + take(b, run);
}

static inline int pass_first_ac(Bits *b, const Huffman *ac, Band *band, uint64_t *coded) {
  for (uint32_t k = band->first; k <= band->last; k++) {
    refill(b);
    uint32_t one = next_code(b, ac), size = one & 15, run = (one >> 4) & 15;
    if (one == 0) return 0;
    drop(b, one >> 8);
    if (size == 0 && run != 15) {
      band->end_of_band = band_ends(b, run);
      break;
    }
    k += run;
    if (size == 0) continue;
    if (k > band->last) return 0;
    drop(b, size);
    *coded |= 1ull << k;
  }
  return !is_past_end(b);
}

/* A scan that adds one bit of precision: one bit for each coefficient that is not 0 so far, and codes for those that become so (T.81, G.1.2.3). */
static inline int pass_refined_ac(Bits *b, const Huffman *ac, Band *band, uint64_t *coded) {
  uint32_t k = band->first;
  uint64_t before = *coded;
  while (band->end_of_band == 0 && k <= band->last) {
    refill(b);
    uint32_t one = next_code(b, ac), size = one & 15, run = (one >> 4) & 15;
    if (one == 0 || size > 1) return 0;
    drop(b, one >> 8);
    if (size == 0 && run != 15) {
      band->end_of_band = band_ends(b, run);
      break;
    }
    drop(b, size);
    uint32_t corrected = 0;
    for (; k <= band->last; k++) {
      if (before >> k & 1) corrected++;
      else if (run-- == 0) break;
    }
    skip(b, corrected);
    if (size == 1) {
      if (k > band->last) return 0;
      *coded |= 1ull << k;
    }
    k++;
  }
  if (band->end_of_band > 0) {
    if (k <= band->last) skip(b, (uint32_t)__builtin_popcountll(before & places(k, band->last)));
    band->end_of_band--;
  }
  return !is_past_end(b);
}
