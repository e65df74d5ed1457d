/*
 * Compares the blocks of a board with its golden and says where they pull the map between both. `block-kernel.ts` is its
 * only user; built by scripts/build-kernels.ts, without a library.
 */
#include "edges.h"
#include "pull.h"

#define EXPORT(name) __attribute__((export_name(#name)))

/* What a map shows in the place of a block. */
struct compared {
  struct statistics board, golden;
  /* Of both, −1..1; without meaning where one of them is flat. */
  double correlation;
  /* 0 when the place has left the piece of golden: only the board's light counts then. */
  double is_covered;
};

static struct equations equations;
static struct compared compared;

/* Begins a set of blocks of `side` pixels. */
EXPORT(start) void start(int32_t side, int32_t width, int32_t height, double factor) {
  set.side = side;
  set.width = width;
  set.height = height;
  set.factor = factor;
  set.count = 0;
}

/* Where the memory of `count` blocks ends. */
EXPORT(end_of) uint8_t *end_of(uint32_t count) { return (uint8_t *)(blocks + count); }

/* Adds a block, whose pixels are to be written to `board` and `golden` of it. */
EXPORT(add)
void add(int32_t left, int32_t top, int32_t golden_left, int32_t golden_top, int32_t width, int32_t height) {
  struct block *block = blocks + set.count++;
  block->laid = 0;
  block->left = left;
  block->top = top;
  block->golden_left = golden_left;
  block->golden_top = golden_top;
  block->width = width;
  block->height = height;
}

EXPORT(board_of) uint8_t *board_of(uint32_t block) { return blocks[block].board; }
EXPORT(golden_of) uint8_t *golden_of(uint32_t block) { return blocks[block].golden; }

/* The light of all blocks, once their pixels are there. */
EXPORT(measure) void measure(void) {
  const int32_t count = set.side * set.side;
  for (struct block *block = blocks; block < blocks + set.count; block++) {
    uint32_t sum = 0, squares = 0;
    for (int32_t at = 0; at < count; at++) {
      const uint32_t value = block->board[at];
      sum += value;
      squares += value * value;
    }
    block->light = statistics_of(sum, squares, count);
  }
}

/* Finds the edges of all blocks whose deviation is `flat` or more; how many these are. */
EXPORT(linearise) uint32_t linearise(double flat) {
  uint32_t textured = 0;
  for (struct block *block = blocks; block < blocks + set.count; block++) {
    if (block->light.deviation < flat) continue;
    find_edges(block);
    textured++;
  }
  return textured;
}

/* Σ board · golden − count · mean · mean, of which rounding takes nothing that counts. */
static double covariance_of(const struct block *block) {
  const int32_t count = set.side * set.side;
  v128_t sum = wasm_f64x2_const(0, 0);
  for (int32_t at = 0; at < count; at += 4) {
    v128_t bytes = wasm_u16x8_extend_low_u8x16(wasm_v128_load32_zero(block->board + at));
    v128_t board = wasm_u32x4_extend_low_u16x8(bytes);
    v128_t golden = wasm_v128_load(block->seen + at);
    sum = wasm_f64x2_add(sum, wasm_f64x2_mul(first_doubles(board), first_two(golden)));
    sum = wasm_f64x2_add(sum, wasm_f64x2_mul(last_doubles(board), last_two(golden)));
  }
  return sum_of(sum) / count - block->light.mean * block->shown.mean;
}

/* The map that the next two are about. */
EXPORT(lay) void lay(double a, double b, double tx, double ty) {
  if (a != map.a || b != map.b || tx != map.tx || ty != map.ty) lay_map((struct map){a, b, tx, ty});
}

EXPORT(compared_of) const struct compared *compared_of(void) { return &compared; }

/* Tells `compared_of` about a block. */
EXPORT(compare) void compare(uint32_t index) {
  struct block *block = blocks + index;
  compared = (struct compared){.board = block->light, .is_covered = sample(block)};
  if (!block->is_covered) return;
  compared.golden = block->shown;
  compared.correlation = covariance_of(block) / (block->light.deviation * block->shown.deviation);
}

/*
 * The equations of the next step, by all blocks that are flat neither on the board nor on the golden; how many these are.
 * After `linearise` with the same `flat`.
 */
EXPORT(accumulate) uint32_t accumulate(double flat) {
  uint32_t used = 0;
  equations = (struct equations){0};
  for (struct block *block = blocks; block < blocks + set.count; block++) {
    if (block->light.deviation < flat || !sample(block) || block->shown.deviation < flat) continue;
    pull(block, &equations);
    used++;
  }
  return used;
}

EXPORT(equations_of) const struct equations *equations_of(void) { return &equations; }
