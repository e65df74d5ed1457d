/* A file of any length, of which one part lies in memory at a time. */
#pragma once
#include <stdint.h>

typedef struct {
  uint32_t length;
  uint8_t *part; /* 16 bytes behind it may be read */
  uint32_t room; /* of the part; more than a segment has (65,537 bytes), or the whole file's length */
  uint32_t from, until; /* bytes of the file that the part holds */
} File;

/* Copies `count` bytes of the file, from byte `at` on, to `to`. They are there: `at` + `count` <= length. */
__attribute__((import_module("file"), import_name("read"))) void read_file(uint32_t at, uint32_t count, uint8_t *to);

/*
 * Byte `at`, with `wanted` bytes from there on or all that the file has. `count` says how many there are. Valid until the
 * next call.
 */
static inline const uint8_t *part_at(File *f, uint32_t at, uint32_t wanted, uint32_t *count) {
  uint32_t left = f->length - at;
  if (wanted > left) wanted = left;
  if (at < f->from || at > f->until || f->until - at < wanted) {
    f->from = at;
    f->until = at + (left < f->room ? left : f->room);
    read_file(at, f->until - at, f->part);
  }
  *count = f->until - at;
  return f->part + (at - f->from);
}
