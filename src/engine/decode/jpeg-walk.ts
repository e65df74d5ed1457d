import {
  type AcTable,
  acTable,
  type BlockTables,
  type HuffmanTable,
  huffmanTable,
  isPadding,
  passUnits,
  roomToUnstuff,
  unstuff,
} from './jpeg-entropy.ts';

interface Component {
  readonly id: number;
  readonly across: number;
  readonly down: number;
}

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly components: readonly Component[];
}

interface Tables {
  readonly dc: Map<number, HuffmanTable>;
  readonly ac: Map<number, AcTable>;
  restartInterval: number;
}

/**
 * Walks through every code of a sequential Huffman JPEG and tells whether its data ends where the picture does. JPEG has
 * no checksum, and a decoder goes on after a flipped bit with shifted blocks and no warning; but from there on it nearly
 * always needs more or fewer bits than there are. Flips that only change the value of a coefficient stay unseen, and some
 * shifts cancel out: of 40 bytes inverted here and there all were found, of runs of 40 in pure noise four in five.
 * `not_checked`: progressive, arithmetic or 12-bit files, and what this walk does not understand.
 */
export function walkJpeg(bytes: Uint8Array): 'whole' | 'damaged' | 'not_checked' {
  const tables: Tables = { dc: new Map(), ac: new Map(), restartInterval: 0 };
  let frame: Frame | null = null;
  let scans = 0;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return scans > 0 ? 'damaged' : 'not_checked';
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const segment = bytes.subarray(at + 4, at + 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!));
    at += 4 + segment.length;
    if (marker === 0xc0 || marker === 0xc1) frame = readFrame(segment);
    else if (marker === 0xc4) {
      if (!readHuffmanTables(segment, tables)) return 'not_checked';
    } else if (marker >= 0xc2 && marker <= 0xcf) return 'not_checked';
    else if (marker === 0xdd) tables.restartInterval = (segment[0]! << 8) | segment[1]!;
    else if (marker === 0xd9) break;
    else if (marker === 0xda) {
      if (frame === null) return 'not_checked';
      const end = walkScan(bytes, at, segment, frame, tables);
      if (end === null) return 'not_checked';
      if (end < 0) return 'damaged';
      scans += 1;
      if (bytes[end + 1] === 0xd9 || end >= bytes.length) break;
      at = end;
    }
  }
  return scans > 0 ? 'whole' : 'not_checked';
}

function readFrame(segment: Uint8Array): Frame | null {
  const [precision, h1, h2, w1, w2, count] = segment;
  const height = (h1! << 8) | h2!;
  if (precision !== 8 || height === 0 || segment.length < 6 + 3 * count!) return null;
  const components = Array.from({ length: count! }, (_, i) => {
    const sampling = segment[7 + 3 * i]!;
    return { id: segment[6 + 3 * i]!, across: sampling >> 4, down: sampling & 15 };
  });
  return { width: (w1! << 8) | w2!, height, components };
}

function readHuffmanTables(segment: Uint8Array, tables: Tables): boolean {
  for (let at = 0; at < segment.length; ) {
    const head = segment[at]!;
    const counts = segment.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, n) => sum + n, 0);
    const table = huffmanTable(counts, segment.subarray(at + 17, at + 17 + total));
    if (table === null) return false;
    if (head >> 4 === 0) tables.dc.set(head & 15, table);
    else tables.ac.set(head & 15, acTable(table));
    at += 17 + total;
  }
  return true;
}

/** Place of the marker behind the scan; -1 where its data is damaged, null where it cannot be walked. */
function walkScan(bytes: Uint8Array, start: number, header: Uint8Array, frame: Frame, tables: Tables): number | null {
  const most = (pick: (c: Component) => number): number => Math.max(...frame.components.map(pick));
  const acrossMost = most((c) => c.across);
  const downMost = most((c) => c.down);
  const count = header[0]!;
  const blocks: BlockTables[] = [];
  let units = Math.ceil(frame.width / (8 * acrossMost)) * Math.ceil(frame.height / (8 * downMost));
  for (let i = 0; i < count; i += 1) {
    const component = frame.components.find(({ id }) => id === header[1 + 2 * i]);
    const dc = tables.dc.get(header[2 + 2 * i]! >> 4);
    const ac = tables.ac.get(header[2 + 2 * i]! & 15);
    if (!component || !dc || !ac) return null;
    const { across, down } = component;
    // A scan of one component has one block a unit and no padding to whole units (T.81, A.2.2).
    if (count === 1) {
      units =
        Math.ceil(Math.ceil((frame.width * across) / acrossMost) / 8) *
        Math.ceil(Math.ceil((frame.height * down) / downMost) / 8);
      blocks.push({ dc, ac });
    } else for (let block = 0; block < across * down; block += 1) blocks.push({ dc, ac });
  }
  const room = roomToUnstuff(bytes, start);
  let at = start;
  for (let left = units, restarts = 0; ; restarts += 1) {
    const run = tables.restartInterval > 0 ? Math.min(tables.restartInterval, left) : left;
    const data = unstuff(bytes, at, room);
    const behind = passUnits(data, blocks, run);
    if (behind < 0) return -1;
    const end = isPadding(data, behind) ? data.end : -1;
    left -= run;
    if (left === 0) return end;
    if (end < 0 || bytes[end + 1] !== 0xd0 + (restarts & 7)) return -1;
    at = end + 2;
  }
}
