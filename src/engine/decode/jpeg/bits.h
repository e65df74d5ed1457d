/* Bits of a JPEG's entropy-coded data (ITU-T T.81, annex F.2.2.5). */
#pragma once
#include <stdint.h>
#include <wasm_simd128.h>

/* No block is longer: 64 coefficients of a code and extra bits. What lies behind the data must be so many zeros and one read more. */
#define BLOCK_BYTES (64 * (16 + 15) / 8)
#define ROOM_BEHIND (BLOCK_BYTES + 264)

typedef struct {
  const uint8_t *data; /* without the zeros that are stuffed behind each 0xff */
  uint32_t bytes;
  const uint8_t *end; /* place of the marker in the file; the file's end where there is none */
  uint64_t window;    /* the next `have` bits, from the highest on; what lies below them is right or 0 */
  int32_t have;
  uint32_t at; /* byte behind the window */
} Bits;

static inline uint64_t load_big_endian(const uint8_t *from) {
  v128_t bytes = wasm_v128_load64_zero(from);
  return (uint64_t)wasm_i64x2_extract_lane(
      wasm_i8x16_shuffle(bytes, bytes, 7, 6, 5, 4, 3, 2, 1, 0, 8, 8, 8, 8, 8, 8, 8, 8), 0);
}

/* At least 32 bits, more than one code with its extra bits. */
static inline void refill(Bits *b) {
  if (b->have >= 32) return;
  b->window |= load_big_endian(b->data + b->at) >> b->have;
  uint32_t more = (uint32_t)(63 - b->have) >> 3;
  b->at += more;
  b->have += (int32_t)more * 8;
}

static inline void drop(Bits *b, uint32_t count) {
  b->window <<= count;
  b->have -= (int32_t)count;
}

/* The next `count` bits, 1 to 32. */
static inline uint32_t take(Bits *b, uint32_t count) {
  uint32_t value = (uint32_t)(b->window >> (64 - count));
  drop(b, count);
  return value;
}

/* Passes over any number of bits. */
static inline void skip(Bits *b, uint32_t count) {
  if ((int32_t)count > b->have) {
    count -= (uint32_t)b->have;
    b->at += count >> 3;
    count &= 7;
    b->window = 0;
    b->have = 0;
  }
  refill(b);
  drop(b, count);
}

static inline uint32_t bits_read(const Bits *b) { return b->at * 8 - (uint32_t)b->have; }

static inline int is_past_end(const Bits *b) { return bits_read(b) > b->bytes * 8; }

/* Copies the data from `from` up to the next marker into `room`, without stuffed zeros and with zeros behind it. */
static void unstuff(Bits *b, const uint8_t *from, const uint8_t *file_end, uint8_t *room) {
  uint8_t *to = room;
  const v128_t marker = wasm_u8x16_splat(0xff);
  for (;;) {
    while (file_end - from >= 16) {
      v128_t bytes = wasm_v128_load(from);
      if (wasm_v128_any_true(wasm_i8x16_eq(bytes, marker))) break;
      wasm_v128_store(to, bytes);
      from += 16;
      to += 16;
    }
    const uint8_t *until = file_end - from >= 16 ? from + 16 : file_end;
    while (from < until && *from != 0xff) *to++ = *from++;
    if (from >= file_end) break;
    if (*from != 0xff) continue;
    if (from + 1 < file_end && from[1] == 0) {
      *to++ = 0xff;
      from += 2;
      continue;
    }
    break;
  }
  for (int i = 0; i < ROOM_BEHIND; i++) to[i] = 0;
  *b = (Bits){.data = room, .bytes = (uint32_t)(to - room), .end = from, .window = 0, .have = 0, .at = 0};
}

/* Whether nothing is left but padding; encoders pad with zero bytes or with ones. */
static int is_padding(const Bits *b) {
  for (uint32_t at = (bits_read(b) + 7) >> 3; at < b->bytes; at++)
    if (b->data[at] != 0 && b->data[at] != 0xff) return 0;
  return 1;
}
