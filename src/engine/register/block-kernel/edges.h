/* The board's side of the equations: what a block's pixels say about the four parameters. */
#ifndef EDGES_H
#define EDGES_H
#include "set.h"

/* Squared gradient, in standard deviations per pixel, below which a pixel is not on an edge. */
#define FAINTEST_EDGE 0.01

/* Of eight pixels: twice the gradient along one direction. */
static inline v128_t slope(const uint8_t *behind, const uint8_t *before) {
  return wasm_i16x8_sub(wasm_u16x8_load8x8(behind), wasm_u16x8_load8x8(before));
}

/* A bit for each of eight pixels whose squared slopes add up to `faintest`. */
static inline uint32_t steep(v128_t across, v128_t down, v128_t faintest) {
  v128_t low = wasm_i16x8_shuffle(across, down, 0, 8, 1, 9, 2, 10, 3, 11);
  v128_t high = wasm_i16x8_shuffle(across, down, 4, 12, 5, 13, 6, 14, 7, 15);
  uint32_t first = wasm_i32x4_bitmask(wasm_i32x4_ge(wasm_i32x4_dot_i16x8(low, low), faintest));
  uint32_t last = wasm_i32x4_bitmask(wasm_i32x4_ge(wasm_i32x4_dot_i16x8(high, high), faintest));
  return first | last << 4;
}

/* @param px, py From the board's middle, half diagonals. */
static inline void set_edge(struct edges *edges, uint32_t at, int32_t pixel, double value, double gx, double gy, double px,
                            double py) {
  edges->pixel[at] = (uint16_t)pixel;
  edges->value[at] = (float)value;
  edges->jacobian[0][at] = (float)gx;
  edges->jacobian[1][at] = (float)gy;
  edges->jacobian[2][at] = (float)(gx * px + gy * py);
  edges->jacobian[3][at] = (float)(gy * px - gx * py);
}

static inline v128_t add_products(v128_t sum, v128_t a, v128_t b, v128_t c, v128_t d) {
  return wasm_f64x2_add(sum, wasm_f64x2_add(wasm_f64x2_mul(a, b), wasm_f64x2_mul(c, d)));
}

/* jacobianᵀ · jacobian */
static void multiply(struct edges *edges) {
  v128_t sums[4][4] = {0};
  for (uint32_t at = 0; at < edges->count; at += 4) {
    v128_t first[4], last[4];
    for (int i = 0; i < 4; i++) {
      v128_t four = wasm_v128_load(edges->jacobian[i] + at);
      first[i] = first_two(four);
      last[i] = last_two(four);
    }
    for (int row = 0; row < 4; row++)
      for (int column = row; column < 4; column++)
        sums[row][column] = add_products(sums[row][column], first[row], first[column], last[row], last[column]);
  }
  for (int row = 0; row < 4; row++)
    for (int column = row; column < 4; column++) edges->hessian[row][column] = sum_of(sums[row][column]);
}

/* Finds the edges of a block that is not flat. */
static void find_edges(struct block *block) {
  const int32_t side = set.side;
  const double gain = 1 / block->light.deviation;
  const double middle_x = set.width / 2.0, middle_y = set.height / 2.0;
  const double radius = __builtin_sqrt(middle_x * middle_x + middle_y * middle_y);
  const v128_t faintest = wasm_i32x4_splat((int32_t)__builtin_ceil(4 * FAINTEST_EDGE / (gain * gain)));
  struct edges *edges = &block->edges;
  uint32_t count = 0;
  for (int32_t y = 1; y < side - 1; y++) {
    const double py = (block->top + y + 0.5 - middle_y) / radius;
    for (int32_t x = 1; x < side - 1; x += 8) {
      const uint8_t *board = block->board + y * side + x;
      int16_t across[8], down[8];
      v128_t gx = slope(board + 1, board - 1), gy = slope(board + side, board - side);
      wasm_v128_store(across, gx);
      wasm_v128_store(down, gy);
      uint32_t left = steep(gx, gy, faintest);
      if (side - 1 - x < 8) left &= (1u << (side - 1 - x)) - 1;
      for (; left; left &= left - 1) {
        const int32_t i = __builtin_ctz(left);
        const double px = (block->left + x + i + 0.5 - middle_x) / radius, value = (board[i] - block->light.mean) * gain;
        set_edge(edges, count++, y * side + x + i, value, across[i] * gain * 0.5, down[i] * gain * 0.5, px, py);
      }
    }
  }
  edges->count = count;
  for (; count % 4; count++) set_edge(edges, count, 0, 0, 0, 0, 0, 0);
  multiply(edges);
}
#endif
