/* The golden's side of the equations: how a block wants the board to be moved. */
#ifndef PULL_H
#define PULL_H
#include "sample.h"

/* Standardised residual beyond which a pixel pulls no harder: a defect is not a reason to move the golden. */
#define CLIP_RESIDUAL 0.8

/* Normal equations of a step: hessian · move = gradient. */
struct equations {
  double hessian[4][4], gradient[4];
};

static inline v128_t seen_at(const float *seen, const uint16_t *pixel) {
  v128_t four = wasm_v128_load32_zero(seen + pixel[0]);
  four = wasm_v128_load32_lane(seen + pixel[1], four, 1);
  four = wasm_v128_load32_lane(seen + pixel[2], four, 2);
  return wasm_v128_load32_lane(seen + pixel[3], four, 3);
}

/* What edge pixels say, two at a time. */
struct pulls {
  v128_t gradient[4], misfit, clipped;
};

/* How the samples are brought to units of their standard deviation. */
struct norm {
  v128_t mean, gain;
};

/* @param live All bits of each of the two that there is. */
static inline void pull_two(struct pulls *pulls, struct norm norm, v128_t seen, v128_t value, const v128_t jacobian[4],
                            v128_t live) {
  const v128_t limit = wasm_f64x2_splat(CLIP_RESIDUAL), lowest = wasm_f64x2_splat(-CLIP_RESIDUAL);
  v128_t shown = wasm_f64x2_mul(wasm_f64x2_sub(seen, norm.mean), norm.gain);
  v128_t residual = wasm_v128_and(wasm_f64x2_sub(shown, value), live);
  v128_t error = wasm_f64x2_pmax(lowest, wasm_f64x2_pmin(limit, residual));
  pulls->clipped = wasm_i64x2_sub(pulls->clipped, wasm_f64x2_ne(error, residual));
  pulls->misfit = wasm_f64x2_add(pulls->misfit, wasm_f64x2_mul(error, error));
  for (int i = 0; i < 4; i++)
    pulls->gradient[i] = wasm_f64x2_add(pulls->gradient[i], wasm_f64x2_mul(jacobian[i], error));
}

/*
 * Adds the pull of a block that is sampled: the better board and golden agree there already, the more it counts. Clipped
 * pixels pull with the same force wherever the map goes, so they do not count in how stiff it is.
 */
static void pull(const struct block *block, struct equations *into) {
  const struct edges *edges = &block->edges;
  const v128_t count = wasm_f64x2_splat(edges->count), two = wasm_f64x2_splat(2);
  const struct norm norm = {wasm_f64x2_splat(block->shown.mean), wasm_f64x2_splat(1 / block->shown.deviation)};
  struct pulls pulls = {0};
  v128_t index = wasm_f64x2_const(0, 1);
  for (uint32_t at = 0; at < edges->count; at += 4) {
    v128_t seen = seen_at(block->seen, edges->pixel + at), value = wasm_v128_load(edges->value + at);
    v128_t next = wasm_f64x2_add(index, two), first[4], last[4];
    for (int i = 0; i < 4; i++) {
      v128_t four = wasm_v128_load(edges->jacobian[i] + at);
      first[i] = first_two(four);
      last[i] = last_two(four);
    }
    pull_two(&pulls, norm, first_two(seen), first_two(value), first, wasm_f64x2_lt(index, count));
    pull_two(&pulls, norm, last_two(seen), last_two(value), last, wasm_f64x2_lt(next, count));
    index = wasm_f64x2_add(next, two);
  }
  const double all = edges->count > 0 ? edges->count : 1;
  const double clipped = wasm_i64x2_extract_lane(pulls.clipped, 0) + wasm_i64x2_extract_lane(pulls.clipped, 1);
  const double weight = 1 / (0.1 + sum_of(pulls.misfit) / (all * CLIP_RESIDUAL * CLIP_RESIDUAL));
  const double stiffness = weight * (1 - clipped / all > 0.3 ? 1 - clipped / all : 0.3);
  for (int row = 0; row < 4; row++) {
    into->gradient[row] += weight * sum_of(pulls.gradient[row]);
    for (int column = row; column < 4; column++) into->hessian[row][column] += stiffness * edges->hessian[row][column];
  }
}
#endif
