/*
 * Reads Huffman-coded JPEG files of 8 bits (ITU-T T.81): walks through every code to tell whether the data is whole, and
 * decodes the plain ones among them to luma. Runs in a WebAssembly memory of its own; `jpeg-kernel.ts` is its only user.
 * Built by scripts/build-kernels.ts, without a library.
 */
#include "blocks.h"
#include "idct.h"
#include "luma.h"

enum outcome { WHOLE = 0, DAMAGED = 1, NOT_READ = 2 };

#define MOST_COMPONENTS 4
/* Encoders make some ten; a file of thousands is made to keep a reader busy. */
#define MOST_SCANS 200

/* Segments whose meaning is known here and changes nothing: JFIF, tables, frame, restart interval, comment. */
typedef struct {
  uint32_t width, height, components, precision;
  uint32_t frame; /* the second byte of its SOF marker; 0: none before the first scan */
  uint32_t is_plain; /* has no other segments, so nothing that turns the picture or says what its colours are */
} Facts;

typedef struct {
  uint32_t id, across, down, quantum;
  uint32_t blocks_across, blocks_down; /* in a scan of its own */
  uint64_t *coded; /* a progressive file's coefficients that are not 0, a bit each, block by block */
  uint8_t *samples;
  uint32_t stride;
  int32_t dc;
} Component;

typedef struct {
  File file;
  uint8_t *room; /* for data; 0 where only the header is read */
  uint32_t room_bytes;
  uint8_t *arena, *arena_end;
  Facts facts;
  Component components[MOST_COMPONENTS];
  uint32_t across, down; /* the most of any component */
  uint32_t restart_interval;
  int has_jfif, has_adobe, decodes;
  uint32_t scans;
  Huffman dc[4], ac[4];
  int16_t quanta[4][64];
  int has_quantum[4];
} Reader;

static Reader reader;

static void *allot(Reader *r, uint32_t bytes) {
  bytes = (bytes + 15) & ~15u;
  if ((uint32_t)(r->arena_end - r->arena) < bytes) return 0;
  void *place = r->arena;
  r->arena += bytes;
  return place;
}

static int read_quanta(Reader *r, const uint8_t *at, const uint8_t *end) {
  while (at < end) {
    uint32_t slot = *at & 15, precision = *at >> 4;
    if (slot > 3 || precision > 1 || end - at < (precision ? 129 : 65)) return 0;
    for (int i = 0; i < 64; i++) r->quanta[slot][zigzag[i]] = at[1 + i];
    /* Of 16 bits: 12-bit files have them; the decoder of the system reads those. */
    r->has_quantum[slot] = precision == 0;
    at += precision ? 129 : 65;
  }
  return 1;
}

static int read_huffman(Reader *r, const uint8_t *at, const uint8_t *end) {
  while (at < end) {
    if (end - at < 17) return 0;
    uint32_t slot = *at & 15, kind = *at >> 4, total = 0;
    for (int i = 1; i <= 16; i++) total += at[i];
    if (slot > 3 || kind > 1 || total > 256 || (uint32_t)(end - at) < 17 + total) return 0;
    if (!set_huffman(kind ? &r->ac[slot] : &r->dc[slot], at + 1, at + 17, total)) return 0;
    at += 17 + total;
  }
  return 1;
}

static uint32_t divided_up(uint32_t a, uint32_t b) { return (a + b - 1) / b; }

static int read_frame(Reader *r, uint32_t marker, const uint8_t *at, const uint8_t *end) {
  Facts *f = &r->facts;
  if (f->frame != 0 || end - at < 6) return 0;
  *f = (Facts){.width = (uint32_t)at[3] << 8 | at[4],
               .height = (uint32_t)at[1] << 8 | at[2],
               .components = at[5],
               .precision = at[0],
               .frame = marker,
               .is_plain = f->is_plain};
  if (f->width == 0 || f->height == 0 || f->components == 0 || f->components > MOST_COMPONENTS) return 0;
  if ((uint32_t)(end - at) != 6 + 3 * f->components) return 0;
  for (uint32_t i = 0; i < f->components; i++) {
    Component *c = &r->components[i];
    *c = (Component){.id = at[6 + 3 * i], .across = at[7 + 3 * i] >> 4, .down = at[7 + 3 * i] & 15, .quantum = at[8 + 3 * i]};
    if (c->across == 0 || c->across > 4 || c->down == 0 || c->down > 4 || c->quantum > 3) return 0;
    if (c->across > r->across) r->across = c->across;
    if (c->down > r->down) r->down = c->down;
  }
  for (uint32_t i = 0; i < f->components; i++) {
    Component *c = &r->components[i];
    c->blocks_across = divided_up(divided_up(f->width * c->across, r->across), 8);
    c->blocks_down = divided_up(divided_up(f->height * c->down, r->down), 8);
    if (marker != 0xc2) continue;
    uint32_t blocks = c->blocks_across * c->blocks_down;
    c->coded = allot(r, 8 * blocks);
    if (!c->coded && r->room) return 0;
    for (uint32_t block = 0; c->coded && block < blocks; block++) c->coded[block] = 0;
  }
  return 1;
}

/* What a scan's header says. */
typedef struct {
  uint32_t count;
  Component *components[MOST_COMPONENTS];
  const Huffman *dc[MOST_COMPONENTS], *ac[MOST_COMPONENTS];
  uint32_t first, last, high, low;
  uint32_t units_across, units_down;
} Scan;

static int read_scan(Reader *r, const uint8_t *at, const uint8_t *end, Scan *s) {
  s->count = end > at ? *at : 0;
  if (s->count == 0 || s->count > MOST_COMPONENTS || (uint32_t)(end - at) != 4 + 2 * s->count) return 0;
  for (uint32_t i = 0; i < s->count; i++) {
    s->components[i] = 0;
    for (uint32_t j = 0; j < r->facts.components; j++)
      if (r->components[j].id == at[1 + 2 * i]) s->components[i] = &r->components[j];
    uint32_t dc = at[2 + 2 * i] >> 4, ac = at[2 + 2 * i] & 15;
    if (!s->components[i] || dc > 3 || ac > 3) return 0;
    s->dc[i] = &r->dc[dc];
    s->ac[i] = &r->ac[ac];
  }
  at += 1 + 2 * s->count;
  s->first = at[0];
  s->last = at[1];
  s->high = at[2] >> 4;
  s->low = at[2] & 15;
  /* A scan of one component has one block a unit and no padding to whole units (T.81, A.2.2). */
  s->units_across = s->count == 1 ? s->components[0]->blocks_across : divided_up(r->facts.width, 8 * r->across);
  s->units_down = s->count == 1 ? s->components[0]->blocks_down : divided_up(r->facts.height, 8 * r->down);
  int is_progressive = r->facts.frame == 0xc2;
  for (uint32_t i = 0; i < s->count; i++) {
    if ((!is_progressive || (s->first == 0 && s->high == 0)) && !s->dc[i]->is_set) return 0;
    if ((!is_progressive || s->first > 0) && !s->ac[i]->is_set) return 0;
  }
  if (!is_progressive) return 1;
  if (s->first > s->last || s->last > 63 || s->low > 13 || (s->high != 0 && s->high != s->low + 1)) return 0;
  return s->first == 0 ? s->last == 0 : s->count == 1;
}

static void put_block(Component *c, const int16_t *quantum, int16_t *block, uint32_t last, uint32_t across, uint32_t down) {
  uint8_t *to = c->samples + down * 8 * c->stride + across * 8;
  if (last == 0) {
    fill_block(c->dc * quantum[0], to, c->stride);
    return;
  }
  block[0] = (int16_t)c->dc;
  inverse_transform(block, last, quantum, to, c->stride);
  for (int i = 0; i < 8; i++) wasm_v128_store(block + 8 * i, wasm_i16x8_splat(0));
}

/* Of a scan's data: units that were passed, and those to pass up to its end or the next restart marker. */
typedef struct {
  uint32_t unit, to;
  uint32_t end_of_band; /* of a progressive scan: as in `Band` */
} Run;

/* Passes units of a sequential scan as long as they lie whole in `all`. 0 where they are damaged. */
static inline __attribute__((always_inline)) int sequential_units(Reader *r, const Scan *s, Bits *all, Run *run, int decodes) {
  static int16_t block[64] __attribute__((aligned(16)));
  if (decodes)
    for (int i = 0; i < 64; i++) block[i] = 0;
  Bits own = *all, *b = &own;
  uint32_t unit = run->unit;
  uint32_t unit_down = unit / s->units_across, unit_across = unit % s->units_across;
  for (; unit < run->to && b->at <= b->last; unit++) {
    for (uint32_t i = 0; i < s->count; i++) {
      Component *c = s->components[i];
      uint32_t across = s->count == 1 ? 1 : c->across, down = s->count == 1 ? 1 : c->down;
      for (uint32_t y = 0; y < down; y++)
        for (uint32_t x = 0; x < across; x++) {
          int32_t difference;
          uint32_t last;
          if (!read_block(b, s->dc[i], s->ac[i], &difference, decodes ? block : 0, &last)) return 0;
          if (!decodes) continue;
          c->dc += difference;
          put_block(c, r->quanta[c->quantum], block, last, unit_across * across + x, unit_down * down + y);
        }
    }
    if (++unit_across == s->units_across) {
      unit_across = 0;
      unit_down++;
    }
  }
  run->unit = unit;
  *all = own;
  return 1;
}

/* The same for a scan of a progressive file that brings DC values. */
static int progressive_dc(const Scan *s, Bits *b, Run *run) {
  uint32_t blocks = 0;
  for (uint32_t i = 0; i < s->count; i++)
    blocks += s->count == 1 ? 1 : s->components[i]->across * s->components[i]->down;
  for (; run->unit < run->to && b->at <= b->last; run->unit++) {
    if (s->high > 0) {
      skip(b, blocks);
      if (is_past_end(b)) return 0;
      continue;
    }
    for (uint32_t i = 0; i < s->count; i++) {
      uint32_t own = s->count == 1 ? 1 : s->components[i]->across * s->components[i]->down;
      for (int32_t difference; own > 0; own--)
        if (!read_dc(b, s->dc[i], &difference) || is_past_end(b)) return 0;
    }
  }
  return 1;
}

/* The same for one that brings other coefficients. */
static int progressive_ac(const Scan *s, Bits *b, Run *run) {
  Band band = {.first = s->first, .last = s->last, .end_of_band = run->end_of_band};
  uint64_t *coded = s->components[0]->coded;
  for (; run->unit < run->to && b->at <= b->last; run->unit++) {
    uint32_t block = run->unit;
    if (s->high > 0) {
      if (!pass_refined_ac(b, s->ac[0], &band, coded + block)) return 0;
    } else if (band.end_of_band > 0) {
      uint32_t ended = band.end_of_band < run->to - block ? band.end_of_band : run->to - block;
      band.end_of_band -= ended;
      run->unit += ended - 1;
    } else {
      if (!pass_first_ac(b, s->ac[0], &band, coded + block)) return 0;
      if (band.end_of_band > 0) band.end_of_band--;
    }
  }
  run->end_of_band = band.end_of_band;
  return run->unit < run->to || band.end_of_band == 0;
}

static int pass_units(Reader *r, const Scan *s, Bits *b, Run *run) {
  if (r->facts.frame == 0xc2) return s->first == 0 ? progressive_dc(s, b, run) : progressive_ac(s, b, run);
  return r->decodes ? sequential_units(r, s, b, run, 1) : sequential_units(r, s, b, run, 0);
}

/* Walks through a scan's data; `at` then is the marker behind it. */
static enum outcome pass_scan(Reader *r, const Scan *s, uint32_t *at) {
  uint32_t units = s->units_across * s->units_down;
  Run run = {.unit = 0};
  for (uint32_t restarts = 0;; restarts++) {
    run.to = r->restart_interval > 0 && units - run.unit > r->restart_interval ? run.unit + r->restart_interval : units;
    for (uint32_t i = 0; i < s->count; i++) s->components[i]->dc = 0;
    Bits b;
    begin_bits(&b, &r->file, r->room, r->room_bytes, *at);
    while (run.unit < run.to) {
      if (!pass_units(r, s, &b, &run)) return DAMAGED;
      read_on(&b);
    }
    int is_tight = is_used_up(&b);
    if (!is_padding(&b)) return DAMAGED;
    *at = b.end;
    /* What libjpeg warns of, the decoder of the system shall say. */
    if (r->decodes && !is_tight) return NOT_READ;
    if (run.unit == units) return WHOLE;
    uint32_t count;
    const uint8_t *marker = part_at(&r->file, b.end, 2, &count);
    if (count < 2 || marker[1] != 0xd0 + (restarts & 7)) return DAMAGED;
    *at += 2;
  }
}

/* Room for the samples of all components. 0 where the picture is none of those that are decoded here. */
static int prepare_samples(Reader *r, const Scan *s) {
  const Facts *f = &r->facts;
  Component *c = r->components;
  if (f->frame == 0xc2 || f->precision != 8 || r->has_adobe || s->count != f->components) return 0;
  if (s->first != 0 || s->last != 63 || s->high != 0 || s->low != 0) return 0;
  if (f->components == 3) {
    /* Without JFIF libjpeg tells the colours by these numbers. */
    if (!r->has_jfif && (c[0].id != 1 || c[1].id != 2 || c[2].id != 3)) return 0;
    for (int i = 1; i < 3; i++)
      if (c[i].across != 1 || c[i].down != 1 || s->components[i] != &c[i]) return 0;
    if (s->components[0] != &c[0] || c[0].across > 2 || c[0].down > c[0].across) return 0;
    /* Narrower chroma is not smoothed. */
    if (c[0].across == 2 && f->width < 5) return 0;
  } else if (f->components != 1) return 0;
  for (uint32_t i = 0; i < f->components; i++) {
    if (!r->has_quantum[c[i].quantum]) return 0;
    uint32_t across = s->count == 1 ? 1 : c[i].across, down = s->count == 1 ? 1 : c[i].down;
    c[i].stride = s->units_across * across * 8;
    c[i].samples = allot(r, c[i].stride * s->units_down * down * 8);
    if (!c[i].samples) return 0;
  }
  return 1;
}

static int ends_with_picture(Reader *r, uint32_t at) {
  uint32_t count;
  const uint8_t *end = part_at(&r->file, at, 2, &count);
  return count >= 2 && end[0] == 0xff && end[1] == 0xd9;
}

static int is_jfif(const uint8_t *at, const uint8_t *end) {
  return end - at >= 14 && at[0] == 'J' && at[1] == 'F' && at[2] == 'I' && at[3] == 'F' && at[4] == 0 && at[5] == 1;
}

/* @param only_header Stops at the first scan. */
static enum outcome read_segments(Reader *r, int only_header) {
  r->facts.is_plain = 1;
  for (uint32_t at = 2, count; at < r->file.length && r->file.length - at >= 4;) {
    const uint8_t *head = part_at(&r->file, at, 4, &count);
    if (head[0] != 0xff) return r->scans > 0 ? DAMAGED : NOT_READ;
    uint32_t marker = head[1];
    if (marker == 0xff) {
      at++;
      continue;
    }
    if (marker == 0xd9) break;
    uint32_t length = (uint32_t)head[2] << 8 | head[3];
    if (length < 2 || length > r->file.length - at - 2) return NOT_READ;
    const uint8_t *body = part_at(&r->file, at, 2 + length, &count) + 4, *next = body + length - 2;
    at += 2 + length;
    if (marker == 0xdb) {
      if (!read_quanta(r, body, next)) return NOT_READ;
    } else if (marker == 0xc4) {
      if (!read_huffman(r, body, next)) return NOT_READ;
    } else if (marker == 0xdd) {
      if (next - body != 2) return NOT_READ;
      r->restart_interval = (uint32_t)body[0] << 8 | body[1];
    } else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc8 && marker != 0xcc) {
      if (!read_frame(r, marker, body, next)) return NOT_READ;
    } else if (marker == 0xda) {
      if (only_header) return WHOLE;
      const Facts *f = &r->facts;
      if (f->frame < 0xc0 || f->frame > 0xc2 || f->precision != 8 || r->scans == MOST_SCANS) return NOT_READ;
      Scan scan;
      if (!read_scan(r, body, next, &scan)) return NOT_READ;
      if (r->decodes && (r->scans > 0 || !prepare_samples(r, &scan))) return NOT_READ;
      enum outcome passed = pass_scan(r, &scan, &at);
      if (passed != WHOLE) return passed;
      r->scans++;
      if (at == r->file.length || ends_with_picture(r, at)) break;
      if (r->decodes) return NOT_READ;
    } else if (marker == 0xe0 && is_jfif(body, next)) {
      r->has_jfif = 1;
    } else if (marker != 0xfe) {
      if (marker == 0xee) r->has_adobe = 1;
      r->facts.is_plain = 0;
    }
  }
  return r->scans > 0 ? WHOLE : NOT_READ;
}

static void begin(Reader *r, uint8_t *arena, uint32_t arena_bytes) {
  for (uint32_t i = 0; i < 4; i++) r->dc[i].is_set = r->ac[i].is_set = r->has_quantum[i] = 0;
  r->arena = arena;
  r->arena_end = arena + arena_bytes;
  r->facts = (Facts){0};
  r->across = r->down = r->restart_interval = r->scans = 0;
  r->has_jfif = r->has_adobe = r->decodes = 0;
  r->room = 0;
}

/* The file that all that follows is about; `part` and its room as in `File`. */
__attribute__((export_name("open"))) void open_file(uint32_t length, uint8_t *part, uint32_t room) {
  reader.file = (File){.length = length, .part = part, .room = room};
}

/* Facts of the file from its header, before its first scan. */
__attribute__((export_name("header"))) const Facts *header(void) {
  begin(&reader, 0, 0);
  if (read_segments(&reader, 1) != WHOLE) reader.facts.is_plain = 0;
  return &reader.facts;
}

/* Of data that lies in memory at a time; where a file is shorter, all of it does. */
#define MOST_DATA_BYTES (1u << 20)

static uint32_t data_bytes(const Reader *r) {
  return r->file.length < MOST_DATA_BYTES ? r->file.length + 16 : MOST_DATA_BYTES;
}

/* Bytes that `walk` or `decode` need beside the file whose `header` was read last. */
__attribute__((export_name("room"))) uint32_t room(uint32_t decodes) {
  const Reader *r = &reader;
  uint64_t bytes = data_bytes(r) + ROOM_BEHIND + 16;
  if (r->across == 0) return (uint32_t)bytes;
  uint32_t units_across = divided_up(r->facts.width, 8 * r->across), units_down = divided_up(r->facts.height, 8 * r->down);
  for (uint32_t i = 0; i < r->facts.components; i++) {
    const Component *c = &r->components[i];
    if (r->facts.frame == 0xc2) bytes += (uint64_t)c->blocks_across * c->blocks_down * 8 + 16;
    else if (decodes) bytes += (uint64_t)units_across * c->across * units_down * c->down * 64 + units_across * 32 + 256;
  }
  return bytes < UINT32_MAX ? (uint32_t)bytes : UINT32_MAX;
}

static enum outcome read_picture(Reader *r, uint8_t *arena, uint32_t arena_bytes, int decodes) {
  begin(r, arena, arena_bytes);
  r->decodes = decodes;
  r->room_bytes = data_bytes(r);
  r->room = allot(r, r->room_bytes + ROOM_BEHIND);
  return r->room ? read_segments(r, 0) : NOT_READ;
}

__attribute__((export_name("walk"))) uint32_t walk(uint8_t *arena, uint32_t arena_bytes) {
  return read_picture(&reader, arena, arena_bytes, 0);
}

/*
 * As `walk`, and decodes: WHOLE only for a plain file without anything that libjpeg would warn of, NOT_READ for all other
 * whole ones. `luma_rows` and `luma_stride` then say where the picture is.
 */
__attribute__((export_name("decode"))) uint32_t decode(uint8_t *arena, uint32_t arena_bytes) {
  Reader *r = &reader;
  enum outcome read = read_picture(r, arena, arena_bytes, 1);
  if (read != WHOLE) return read;
  const Facts *f = &r->facts;
  Component *c = r->components;
  if (f->components == 1) return WHOLE;
  uint32_t columns = divided_up(f->width, c[0].across), rows = divided_up(f->height, c[0].down);
  uint32_t row_bytes = c[0].stride + 32;
  uint8_t *cb = allot(r, row_bytes), *cr = allot(r, row_bytes);
  int16_t *column = allot(r, 2 * (c[1].stride + 32));
  if (!cb || !cr || !column) return NOT_READ;
  for (uint32_t y = 0; y < f->height; y++) {
    uint8_t *luma = c[0].samples + y * c[0].stride;
    uint32_t near = y / c[0].down;
    const uint8_t *wide_cb = c[1].samples + near * c[1].stride, *wide_cr = c[2].samples + near * c[2].stride;
    if (c[0].across == 2) {
      uint32_t far = (y & 1) ? (near + 1 < rows ? near + 1 : near) : (near > 0 ? near - 1 : 0);
      for (int i = 1; i < 3; i++) {
        const uint8_t *own = c[i].samples + near * c[i].stride, *other = c[i].samples + far * c[i].stride;
        if (c[0].down == 2) widen_rows(own, other, columns, column, i == 1 ? cb : cr);
        else widen_row(own, columns, column, i == 1 ? cb : cr);
      }
      wide_cb = cb;
      wide_cr = cr;
    }
    luma_row(luma, wide_cb, wide_cr, f->width);
  }
  return WHOLE;
}

__attribute__((export_name("luma_rows"))) const uint8_t *luma_rows(void) { return reader.components[0].samples; }
__attribute__((export_name("luma_stride"))) uint32_t luma_stride(void) { return reader.components[0].stride; }
