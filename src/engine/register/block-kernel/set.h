/*
 * The blocks of one set: squares of a board with the pieces of golden around the places where they are expected, both
 * shrunk. All blocks of a set have one size. They lie behind the kernel's own memory.
 */
#ifndef SET_H
#define SET_H
#include <stdint.h>
#include <wasm_simd128.h>

/* Most pixels along a block, and along its piece of golden. blocks.ts keeps to both. */
#define MOST_SIDE 24
#define MOST_PIECE 36
#define MOST_PIXELS (MOST_SIDE * MOST_SIDE)

/* Of grey values: their mean and standard deviation. */
struct statistics {
  double mean, deviation;
};

/* Pixels of a block that lie on an edge, and what they say; up to a whole group of four with some that say nothing. */
struct edges {
  uint32_t count;
  uint16_t pixel[MOST_PIXELS];
  /* Board value less the block's mean, in units of its standard deviation. */
  float value[MOST_PIXELS];
  /* Its change by shift x, shift y, scale and turn about the board's middle, the last two per half diagonal. */
  float jacobian[4][MOST_PIXELS];
  /* jacobianᵀ · jacobian; the upper triangle only. */
  double hessian[4][4];
};

struct block {
  /* Of the square's top left corner in the shrunk board. */
  int32_t left, top;
  /* Full-resolution golden pixel of the piece's top left corner; shrunk pixels count from there. */
  int32_t golden_left, golden_top;
  /* Of the piece. */
  int32_t width, height;
  /* Of the board's pixels. */
  struct statistics light;
  /* Row by row, without gaps. */
  uint8_t board[MOST_PIXELS], golden[MOST_PIECE * MOST_PIECE];
  struct edges edges;
  /* What the golden shows in the block's place by the map with the number `laid`: see sample.h. */
  uint32_t laid;
  int32_t is_covered;
  struct statistics shown;
  float seen[MOST_PIXELS + 8] __attribute__((aligned(16)));
} __attribute__((aligned(16)));

static struct {
  uint32_t count;
  /* Along a block, and of the whole board, shrunk pixels. */
  int32_t side, width, height;
  /* Full-resolution pixels along a shrunk one. */
  double factor;
} set;

extern struct block __heap_base;
#define blocks (&__heap_base)

static inline double sum_of(v128_t two) { return wasm_f64x2_extract_lane(two, 0) + wasm_f64x2_extract_lane(two, 1); }

/* Two of four floats as doubles. */
static inline v128_t first_two(v128_t four) { return wasm_f64x2_promote_low_f32x4(four); }
static inline v128_t last_two(v128_t four) { return first_two(wasm_i32x4_shuffle(four, four, 2, 3, 2, 3)); }

/* From the sums of `count` values and of their squares. */
static inline struct statistics statistics_of(double sum, double squares, int32_t count) {
  const double mean = sum / count, variance = squares / count - mean * mean;
  return (struct statistics){mean, variance > 0 ? __builtin_sqrt(variance) : 0};
}
#endif
