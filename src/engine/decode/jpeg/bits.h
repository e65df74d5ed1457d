/* Bits of a JPEG's entropy-coded data (ITU-T T.81, annex F.2.2.5). */
#pragma once
#include "file.h"
#include <wasm_simd128.h>

/* No block is longer: 64 coefficients of a code and extra bits. What lies behind the data must be so many zeros and one read more. */
#define BLOCK_BYTES (64 * (16 + 15) / 8)
#define ROOM_BEHIND (BLOCK_BYTES + 264)
/* Nor any unit: four components of 4 x 4 blocks. */
#define UNIT_BYTES (64 * BLOCK_BYTES)

/* The data of a scan, or of a piece between restart markers, of which so much lies in memory as there is room for. */
typedef struct {
  File *file;
  uint8_t *data;     /* without the zeros that are stuffed behind each 0xff */
  uint32_t room;     /* bytes that `data` can have, beside ROOM_BEHIND */
  uint32_t bytes;    /* that it has */
  int is_whole;      /* nothing follows them */
  uint32_t end;      /* place in the file of what does: of the marker, if nothing; the file's end where there is none */
  uint32_t last;     /* where `at` is up to here, the next unit lies whole in `data` */
  uint64_t window;   /* the next `have` bits, from the highest on; what lies below them is right or 0 */
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

/* Adds the data from `end` on, without stuffed zeros and with zeros behind it, up to the next marker or until there is no room. */
static void unstuff(Bits *b) {
  File *file = b->file;
  uint8_t *to = b->data + b->bytes;
  const uint8_t *to_end = b->data + b->room;
  const v128_t marker = wasm_u8x16_splat(0xff);
  while (!b->is_whole && to_end - to > 1) {
    uint32_t count;
    const uint8_t *begin = part_at(file, b->end, 2, &count), *from = begin, *part_end = begin + count;
    const uint8_t *end = count < (uint32_t)(to_end - to) ? part_end : from + (to_end - to);
    for (;;) {
      while (end - from >= 16) {
        v128_t bytes = wasm_v128_load(from);
        if (wasm_v128_any_true(wasm_i8x16_eq(bytes, marker))) break;
        wasm_v128_store(to, bytes);
        from += 16;
        to += 16;
      }
      const uint8_t *until = end - from >= 16 ? from + 16 : end;
      while (from < until && *from != 0xff) *to++ = *from++;
      if (from == end) break;
      if (*from != 0xff) continue;
      if (end - from < 2 || from[1] != 0) break;
      *to++ = 0xff;
      from += 2;
    }
    b->end += (uint32_t)(from - begin);
    /* The last byte of a part is looked at again with the one behind it. */
    int is_marker = from < part_end && *from == 0xff && (b->end + 1 == file->length || (part_end - from > 1 && from[1] != 0));
    b->is_whole = is_marker || b->end == file->length;
  }
  b->bytes = (uint32_t)(to - b->data);
  b->last = b->is_whole ? UINT32_MAX : b->bytes - UNIT_BYTES;
  for (int i = 0; i < ROOM_BEHIND; i++) to[i] = 0;
}

/* `room` is that of `data`, and `end` where the data begins. */
static void begin_bits(Bits *b, File *file, uint8_t *data, uint32_t room, uint32_t end) {
  *b = (Bits){.file = file, .data = data, .room = room, .end = end};
  unstuff(b);
}

/* Gives the room of what was read to what follows, where the next unit may not lie whole in `data`. */
static void read_on(Bits *b) {
  if (b->at <= b->last) return;
  uint32_t read = bits_read(b) >> 3;
  b->at -= read;
  b->bytes -= read;
  for (uint32_t i = 0; i < b->bytes; i++) b->data[i] = b->data[read + i];
  unstuff(b);
}

/* Whether nothing follows the byte that was read last. */
static int is_used_up(const Bits *b) { return b->is_whole && (bits_read(b) + 7) >> 3 == b->bytes; }

/* Whether nothing is left but padding; encoders pad with zero bytes or with ones. */
static int is_padding(Bits *b) {
  for (;;) {
    for (uint32_t at = (bits_read(b) + 7) >> 3; at < b->bytes; at++)
      if (b->data[at] != 0 && b->data[at] != 0xff) return 0;
    if (b->is_whole) return 1;
    b->at = b->bytes;
    b->have = 0;
    read_on(b);
  }
}
