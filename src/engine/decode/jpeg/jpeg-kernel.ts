import { compileKernel, growKernel, type KernelExports, startKernel } from '../../wasm/kernel-memory.ts';
import type { GreyImage } from '../grey-image.ts';
import { jpegKernelBytes } from './jpeg-kernel-bytes.ts';

/** What a JPEG file says before its first scan. */
export interface JpegHeader {
  /** Pixels as stored, before any EXIF orientation. */
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** Bits a sample. */
  readonly precision: number;
  /** Second byte of the SOF marker: 0xc0 baseline, 0xc2 progressive, … (T.81, table B.1); 0 where there is none. */
  readonly frame: number;
  /** Nothing but JFIF, tables, frame and comments: no EXIF, no colour profile, no Adobe transform. */
  readonly isPlain: boolean;
}

/** The functions of jpeg.c. Pointers are byte offsets in `memory`. */
interface Kernel extends KernelExports {
  open(length: number, part: number, partBytes: number): void;
  header(): number;
  room(decodes: 0 | 1): number;
  walk(arena: number, arenaBytes: number): number;
  decode(arena: number, arenaBytes: number): number;
  luma_rows(): number;
  luma_stride(): number;
}

/** As `enum outcome` in jpeg.c. */
const outcomes = ['whole', 'damaged', 'not_read'] as const;
/** Of a file that lies in memory at a time: memory is for a board and its golden, which may have 268 MB each. */
const partBytes = 1024 * 1024;
/** Places in a file are numbers of 32 bits. */
const mostFileBytes = 2 ** 32 - 1;
/** A progressive picture takes a bit for each of its coefficients, and a header may claim any size. */
const mostMemoryBytes = 512 * 1024 * 1024;
/** WebAssembly memory never shrinks: one that grew further is left to the garbage collector, and used again until that comes. */
const keptMemoryBytes = 48 * 1024 * 1024;

/** A JPEG file, wherever it lies. */
export interface JpegSource {
  readonly length: number;
  /** Fills `target` with what the file has from byte `at` on; it has so much. */
  read(at: number, target: Uint8Array): void;
}

interface FileInKernel {
  readonly kernel: Kernel;
  readonly header: JpegHeader | null;
  /** Memory for a walk (0) or a decode (1) of it; null where that is too much. */
  readonly room: (decodes: 0 | 1) => { readonly at: number; readonly bytes: number } | null;
}

/**
 * Reads JPEG files. One a thread, so that its memory is not made anew for each picture; nothing in it outlives a call.
 * Its methods throw what a source throws.
 */
export interface JpegReader {
  /** Null for anything but a JPEG whose segments can be followed to its frame. */
  header(bytes: Uint8Array): JpegHeader | null;
  /**
   * Walks through every code of a Huffman-coded JPEG of 8 bits, sequential or progressive, and tells whether its data
   * ends where its picture does. JPEG has no checksum, and a decoder goes on after a flipped bit with shifted blocks and
   * no warning; but from there on it nearly always needs more or fewer bits than there are. Flips that only change the
   * value of a coefficient stay unseen, and some shifts cancel out. `not_read`: what this walk does not understand;
   * `no_room`: the file, or the progressive picture in it, is too large for it.
   */
  walk(source: JpegSource): 'whole' | 'damaged' | 'not_read' | 'no_room';
  /**
   * Decodes a JPEG to the luma that libjpeg's RGB and `lumaOfRgb` give, to the bit, and walks through it on the way.
   * `not_read`: neither plain nor damaged; `into` was not touched. That is all but sequential files in grey or YCbCr
   * with whole, halved or quartered chroma, in one scan, whose size is that of `into`.
   */
  decodeLuma(bytes: Uint8Array, into: GreyImage): 'whole' | 'damaged' | 'not_read';
}

/** A file that is in memory. */
export const held = (bytes: Uint8Array): JpegSource => ({
  length: bytes.length,
  read: (at, target) => target.set(bytes.subarray(at, at + target.length)),
});

export function createJpegReader(): JpegReader {
  const compiled = compileKernel(jpegKernelBytes);
  let opened: JpegSource | null = null;
  let kept: Kernel | null = null;
  let grown: WeakRef<Kernel> | null = null;

  /** A kernel that reads from what was opened last. */
  function start(): Kernel {
    const read = (at: number, count: number, to: number): void =>
      opened?.read(at >>> 0, new Uint8Array(kernel.memory.buffer, to, count));
    const kernel = startKernel<Kernel>(compiled, { file: { read } });
    return kernel;
  }

  function withFile<T>(source: JpegSource, use: (file: FileInKernel) => T): T | null {
    if (source.length > mostFileBytes) return null;
    const kernel = kept ?? grown?.deref() ?? start();
    // Only one that comes to its end is used again: what a source throws leaves its stack as it is.
    kept = null;
    grown = null;
    const { memory } = kernel;
    const part = kernel.__heap_base.value;
    const partHeld = Math.min(source.length, partBytes);
    // One read of the kernel takes up to 16 bytes.
    const arena = Math.ceil((part + partHeld + 16) / 16) * 16;
    growKernel(kernel, arena);
    opened = source;
    try {
      kernel.open(source.length, part, partHeld);
      const facts = new Uint32Array(memory.buffer, kernel.header(), 6);
      const [width = 0, height = 0, components = 0, precision = 0, frame = 0, isPlain = 0] = facts;
      const header = frame === 0 ? null : { width, height, components, precision, frame, isPlain: isPlain === 1 };
      const result = use({
        kernel,
        header,
        room: (decodes) => {
          const needed = kernel.room(decodes) >>> 0;
          if (arena + needed > mostMemoryBytes) return null;
          growKernel(kernel, arena + needed);
          return { at: arena, bytes: needed };
        },
      });
      if (memory.buffer.byteLength > keptMemoryBytes) grown = new WeakRef(kernel);
      else kept = kernel;
      return result;
    } finally {
      opened = null;
    }
  }

  return {
    header: (bytes) => withFile(held(bytes), ({ header }) => header),
    walk: (source) =>
      withFile(source, ({ kernel, room }) => {
        const arena = room(0);
        return arena === null ? null : outcomes[kernel.walk(arena.at, arena.bytes)]!;
      }) ?? 'no_room',
    decodeLuma: (bytes, into) =>
      withFile(held(bytes), ({ kernel, header, room }) => {
        if (header?.width !== into.width || header.height !== into.height) return 'not_read';
        const arena = room(1);
        if (arena === null) return 'not_read';
        const outcome = outcomes[kernel.decode(arena.at, arena.bytes)]!;
        if (outcome !== 'whole') return outcome;
        const { width, height, data } = into;
        const stride = kernel.luma_stride();
        const rows = new Uint8Array(kernel.memory.buffer, kernel.luma_rows(), stride * height);
        if (stride === width) data.set(rows);
        else for (let y = 0; y < height; y += 1) data.set(rows.subarray(y * stride, y * stride + width), y * width);
        return 'whole';
      }) ?? 'not_read',
  };
}
