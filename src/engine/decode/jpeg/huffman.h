/* Huffman tables (ITU-T T.81, annex C). */
#pragma once
#include "bits.h"

/* Codes up to so many bits, nearly all that occur, are found in one step; the lookups then stay in the nearest cache. */
#define LOOKUP_BITS 10
#define LOOKUPS (1 << LOOKUP_BITS)
#define END_OF_BLOCK 128

typedef struct {
  int is_set;
  uint16_t single[LOOKUPS]; /* by the next bits: code length << 8 | symbol; 0 where no short code begins like that */
  /* By the next bits a coefficient that lies whole in them: value << 16 | zeros before it << 8 | bits; END_OF_BLOCK
     zeros where the code says so; 0 where it does not lie whole in them. */
  uint32_t coefficient[LOOKUPS];
  uint32_t limit[17]; /* behind the last code of each length, as the highest of 16 bits */
  int32_t offset[17]; /* of each length's first code in `symbols` */
  uint8_t symbols[256];
} Huffman;

/* The value of `size` extra bits (T.81, F.2.2.1, EXTEND). */
static inline int32_t extend(uint32_t bits, uint32_t size) {
  return (int32_t)bits < (1 << (size - 1)) ? (int32_t)bits - (1 << size) + 1 : (int32_t)bits;
}

static void fill_coefficients(Huffman *table) {
  for (uint32_t next = 0; next < LOOKUPS; next++) {
    uint32_t one = table->single[next];
    uint32_t length = one >> 8, run = (one >> 4) & 15, size = one & 15;
    table->coefficient[next] = 0;
    if (one == 0) continue;
    if (size == 0) {
      if (run != 15) table->coefficient[next] = END_OF_BLOCK << 8 | length;
    } else if (length + size <= LOOKUP_BITS) {
      uint32_t extra = (next >> (LOOKUP_BITS - length - size)) & ((1u << size) - 1);
      table->coefficient[next] = (uint32_t)extend(extra, size) << 16 | run << 8 | (length + size);
    }
  }
}

/* From a DHT segment's 16 code counts and its symbols. 0 where the counts describe no prefix code. */
static int set_huffman(Huffman *table, const uint8_t *counts, const uint8_t *symbols, uint32_t total) {
  for (int i = 0; i < LOOKUPS; i++) table->single[i] = 0;
  for (uint32_t i = 0; i < total; i++) table->symbols[i] = symbols[i];
  uint32_t code = 0, next = 0;
  for (uint32_t length = 1; length <= 16; length++) {
    uint32_t count = counts[length - 1];
    if (code + count > 1u << length) return 0;
    table->offset[length] = (int32_t)next - (int32_t)code;
    if (length <= LOOKUP_BITS) {
      uint32_t room = 1u << (LOOKUP_BITS - length);
      for (uint32_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < room; j++)
          table->single[(code + i) * room + j] = (uint16_t)(length << 8 | table->symbols[next + i]);
    }
    code += count;
    table->limit[length] = code << (16 - length);
    code <<= 1;
    next += count;
  }
  fill_coefficients(table);
  table->is_set = 1;
  return 1;
}

/* Code length << 8 | symbol of the code that the window begins with; 0 where there is none. */
static inline uint32_t next_code(const Bits *b, const Huffman *table) {
  uint32_t one = table->single[b->window >> (64 - LOOKUP_BITS)];
  if (one) return one;
  uint32_t bits = (uint32_t)(b->window >> 48);
  for (uint32_t length = LOOKUP_BITS + 1; length <= 16; length++)
    if (bits < table->limit[length])
      return length << 8 | table->symbols[(uint32_t)((int32_t)(bits >> (16 - length)) + table->offset[length]) & 255];
  return 0;
}
