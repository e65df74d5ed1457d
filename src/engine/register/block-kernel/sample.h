/* What a map shows of the golden in a block's place: bilinear samples. */
#ifndef SAMPLE_H
#define SAMPLE_H
#include "set.h"

/* golden = [a −b; b a] · board + (tx, ty): `Similarity` in similarity.ts. */
struct map {
  double a, b, tx, ty;
};

/* Positions are whole numbers of 2^-44 pixels: nearly as exact as doubles, and a shift tells in which pixel they are. */
#define FRACTION 44
#define ONE (1ll << FRACTION)

/* The map that blocks are sampled by, and its number: a block that was sampled by it already is left as it is. */
static struct map map;
static uint32_t laid;

/* How far each column lies from the first in the golden: the same in all rows of all blocks. */
static struct {
  int64_t x[MOST_SIDE], y[MOST_SIDE];
} columns __attribute__((aligned(16)));

/* How far eight samples side by side lie from the places that they would have without turn and scale. */
static struct {
  double x[8], y[8];
} drift __attribute__((aligned(16)));

static inline int64_t fixed(double position) { return (int64_t)__builtin_rint(position * ONE); }

static void lay_map(struct map next) {
  laid++;
  map = next;
  for (int32_t column = 0; column < MOST_SIDE; column++) {
    columns.x[column] = fixed(map.a * column);
    columns.y[column] = fixed(map.b * column);
  }
  for (int32_t i = 0; i < 8; i++) {
    drift.x[i] = (map.a - 1) * i;
    drift.y[i] = map.b * i;
  }
}

static inline int32_t whole(int64_t position) { return (int32_t)(position >> FRACTION); }
static inline double fraction(int64_t position) { return (double)(position & (ONE - 1)) * (1.0 / ONE); }

/* One sample. A position that rounding puts beyond the last pixel reads whatever lies there, with next to no weight. */
static inline float between(const uint8_t *golden, int32_t width, int64_t x, int64_t y) {
  const uint8_t *upper = golden + whole(y) * width + whole(x), *lower = upper + width;
  const double fx = fraction(x);
  const double above = upper[0] + (upper[1] - upper[0]) * fx, below = lower[0] + (lower[1] - lower[0]) * fx;
  return (float)(above + (below - above) * fraction(y));
}

/* The upper left of four pixels, and how the others differ from it: to the right, downwards, and by both together. */
struct corners {
  v128_t own, right, down, both;
};

/* Keeps clang from merging two steps of a conversion into one that WebAssembly lacks, which it then does lane by lane. */
static inline v128_t apart(v128_t four) {
  __asm__("" : "+r"(four));
  return four;
}

static inline v128_t first_doubles(v128_t four) { return wasm_f64x2_convert_low_i32x4(apart(four)); }
static inline v128_t last_doubles(v128_t four) { return first_doubles(wasm_i32x4_shuffle(four, four, 2, 3, 2, 3)); }

static inline v128_t bilinear(v128_t own, v128_t right, v128_t down, v128_t both, v128_t fx, v128_t fy) {
  v128_t below = wasm_f64x2_add(down, wasm_f64x2_mul(both, fx));
  v128_t above = wasm_f64x2_add(own, wasm_f64x2_mul(right, fx));
  return wasm_f32x4_demote_f64x2_zero(wasm_f64x2_add(above, wasm_f64x2_mul(below, fy)));
}

/* @param in Lanes of 32 bits. */
static inline v128_t four_between(struct corners in, v128_t fx, v128_t fy, const double *drift_x,
                                  const double *drift_y) {
  v128_t first_x = wasm_f64x2_add(fx, wasm_v128_load(drift_x)), last_x = wasm_f64x2_add(fx, wasm_v128_load(drift_x + 2));
  v128_t first_y = wasm_f64x2_add(fy, wasm_v128_load(drift_y)), last_y = wasm_f64x2_add(fy, wasm_v128_load(drift_y + 2));
  v128_t first = bilinear(first_doubles(in.own), first_doubles(in.right), first_doubles(in.down),
                          first_doubles(in.both), first_x, first_y);
  v128_t last = bilinear(last_doubles(in.own), last_doubles(in.right), last_doubles(in.down),
                         last_doubles(in.both), last_x, last_y);
  return wasm_i32x4_shuffle(first, last, 0, 1, 4, 5);
}

/* Eight samples from (x, y) on, each one pixel behind the one before and in the same row. */
static inline void eight_between(const uint8_t *golden, int32_t width, int64_t x, int64_t y, float *out) {
  const uint8_t *upper = golden + whole(y) * width + whole(x), *lower = upper + width;
  v128_t own = wasm_u16x8_load8x8(upper), lower_left = wasm_u16x8_load8x8(lower);
  v128_t right = wasm_i16x8_sub(wasm_u16x8_load8x8(upper + 1), own), down = wasm_i16x8_sub(lower_left, own);
  v128_t both = wasm_i16x8_sub(wasm_i16x8_sub(wasm_u16x8_load8x8(lower + 1), lower_left), right);
  v128_t fx = wasm_f64x2_splat(fraction(x)), fy = wasm_f64x2_splat(fraction(y));
  struct corners first = {wasm_i32x4_extend_low_i16x8(own), wasm_i32x4_extend_low_i16x8(right),
                          wasm_i32x4_extend_low_i16x8(down), wasm_i32x4_extend_low_i16x8(both)};
  struct corners last = {wasm_i32x4_extend_high_i16x8(own), wasm_i32x4_extend_high_i16x8(right),
                         wasm_i32x4_extend_high_i16x8(down), wasm_i32x4_extend_high_i16x8(both)};
  wasm_v128_store(out, four_between(first, fx, fy, drift.x, drift.y));
  wasm_v128_store(out + 4, four_between(last, fx, fy, drift.x + 4, drift.y + 4));
}

/*
 * One row of samples from (x, y) on; up to a whole group of eight is written. By how much positions leave steps of one pixel
 * only grows or only falls: where the first and the last of eight are side by side but for the six between, all are.
 */
static inline void sample_row(const uint8_t *golden, int32_t width, int64_t x, int64_t y, float *out) {
  for (int32_t column = 0; column < set.side; column += 8, out += 8) {
    const int64_t *by_x = columns.x + column, *by_y = columns.y + column;
    if (whole(x + by_x[7]) - whole(x + by_x[0]) == 7 && whole(y + by_y[7]) == whole(y + by_y[0]))
      eight_between(golden, width, x + by_x[0], y + by_y[0], out);
    else
      for (int32_t i = 0; i < 8 && column + i < set.side; i++) out[i] = between(golden, width, x + by_x[i], y + by_y[i]);
  }
}

/* Whether positions from `start` on, up to `one` and `other` further, have a pixel before and behind them. */
static inline int is_inside(double start, double one, double other, int32_t length) {
  const double before = (one < 0 ? one : 0) + (other < 0 ? other : 0);
  const double behind = (one > 0 ? one : 0) + (other > 0 ? other : 0);
  return start + before >= 0 && start + behind < length - 1;
}

static struct statistics statistics_of_seen(const float *seen, int32_t count) {
  v128_t sum = wasm_f64x2_const(0, 0), squares = sum;
  for (int32_t at = 0; at < count; at += 4) {
    v128_t four = wasm_v128_load(seen + at), first = first_two(four), last = last_two(four);
    sum = wasm_f64x2_add(sum, wasm_f64x2_add(first, last));
    squares = wasm_f64x2_add(squares, wasm_f64x2_add(wasm_f64x2_mul(first, first), wasm_f64x2_mul(last, last)));
  }
  return statistics_of(sum_of(sum), sum_of(squares), count);
}

/* Samples row by row from golden position (x, y) on; zeros behind the last up to a whole group of four. */
static void sample_from(struct block *block, int64_t x, int64_t y) {
  /* The way down is the way along, turned by a quarter. What a row has too much at its end the next one overwrites. */
  for (int32_t row = 0; row < set.side; row++)
    sample_row(block->golden, block->width, x - columns.y[row], y + columns.x[row], block->seen + row * set.side);
  wasm_v128_store(block->seen + set.side * set.side, wasm_f32x4_const(0, 0, 0, 0));
}

/* Samples the block's place by the map. 0 when the place has left the piece of golden that was cut. */
static int sample(struct block *block) {
  if (block->laid == laid) return block->is_covered;
  block->laid = laid;
  const double bx = (block->left + 0.5) * set.factor, by = (block->top + 0.5) * set.factor;
  const double start_x = (map.a * bx - map.b * by + map.tx - block->golden_left) / set.factor - 0.5;
  const double start_y = (map.b * bx + map.a * by + map.ty - block->golden_top) / set.factor - 0.5;
  const double along = map.a * (set.side - 1), aside = map.b * (set.side - 1);
  block->is_covered =
      is_inside(start_x, along, -aside, block->width) && is_inside(start_y, along, aside, block->height);
  if (!block->is_covered) return 0;
  sample_from(block, fixed(start_x), fixed(start_y));
  block->shown = statistics_of_seen(block->seen, set.side * set.side);
  return 1;
}
#endif
