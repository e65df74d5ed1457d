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
  header(bytes: number, length: number): number;
  room(length: number, decodes: 0 | 1): number;
  walk(bytes: number, length: number, arena: number, arenaBytes: number): number;
  decode(bytes: number, length: number, arena: number, arenaBytes: number): number;
  luma_rows(): number;
  luma_stride(): number;
}

/** As `enum outcome` in jpeg.c. */
const outcomes = ['whole', 'damaged', 'not_read'] as const;
/**
 * A walk takes twice the file, beside a board and a golden that may have 268 MB each where all processes together shall
 * stay below 1.5 GB; and a header may claim any size.
 */
const mostMemoryBytes = 512 * 1024 * 1024;
/** WebAssembly memory never shrinks: one that grew further is left to the garbage collector, and used again until that comes. */
const keptMemoryBytes = 48 * 1024 * 1024;

/** A JPEG file, wherever it lies. */
export interface JpegSource {
  readonly length: number;
  /** Fills `target`, which is `length` bytes long. */
  copyTo(target: Uint8Array): void;
}

interface FileInKernel {
  readonly kernel: Kernel;
  readonly header: JpegHeader | null;
  /** Place of the file. */
  readonly at: number;
  /** Memory for a walk (0) or a decode (1) of it; null where that is too much. */
  readonly room: (decodes: 0 | 1) => { readonly at: number; readonly bytes: number } | null;
}

/** Reads JPEG files. One a thread, so that its memory is not made anew for each picture; nothing in it outlives a call. */
export interface JpegReader {
  /** Null for anything but a JPEG whose segments can be followed to its frame. */
  header(bytes: Uint8Array): JpegHeader | null;
  /**
   * Walks through every code of a Huffman-coded JPEG of 8 bits, sequential or progressive, and tells whether its data
   * ends where its picture does. JPEG has no checksum, and a decoder goes on after a flipped bit with shifted blocks and
   * no warning; but from there on it nearly always needs more or fewer bits than there are. Flips that only change the
   * value of a coefficient stay unseen, and some shifts cancel out. `not_read`: what this walk does not understand;
   * `no_room`: the file is too large for it.
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
export const held = (bytes: Uint8Array): JpegSource => ({ length: bytes.length, copyTo: (to) => to.set(bytes) });

export function createJpegReader(): JpegReader {
  const compiled = compileKernel(jpegKernelBytes);
  let kept: Kernel | null = null;
  let grown: WeakRef<Kernel> | null = null;

  function withFile<T>(source: JpegSource, use: (file: FileInKernel) => T): T | null {
    kept ??= grown?.deref() ?? startKernel<Kernel>(compiled);
    const kernel = kept;
    const { memory } = kernel;
    const at = kernel.__heap_base.value;
    // One read of the kernel takes up to 16 bytes.
    const arena = Math.ceil((at + source.length + 16) / 16) * 16;
    if (arena > mostMemoryBytes) return null;
    try {
      growKernel(kernel, arena);
      source.copyTo(new Uint8Array(memory.buffer, at, source.length));
      const facts = new Uint32Array(memory.buffer, kernel.header(at, source.length), 6);
      const [width = 0, height = 0, components = 0, precision = 0, frame = 0, isPlain = 0] = facts;
      const header = frame === 0 ? null : { width, height, components, precision, frame, isPlain: isPlain === 1 };
      return use({
        kernel,
        header,
        at,
        room: (decodes) => {
          const needed = kernel.room(source.length, decodes) >>> 0;
          if (arena + needed > mostMemoryBytes) return null;
          growKernel(kernel, arena + needed);
          return { at: arena, bytes: needed };
        },
      });
    } finally {
      if (memory.buffer.byteLength > keptMemoryBytes) {
        grown = new WeakRef(kernel);
        kept = null;
      }
    }
  }

  return {
    header: (bytes) => withFile(held(bytes), ({ header }) => header),
    walk: (source) =>
      withFile(source, ({ kernel, at, room }) => {
        const arena = room(0);
        return arena === null ? null : outcomes[kernel.walk(at, source.length, arena.at, arena.bytes)]!;
      }) ?? 'no_room',
    decodeLuma: (bytes, into) =>
      withFile(held(bytes), ({ kernel, header, at, room }) => {
        if (header?.width !== into.width || header.height !== into.height) return 'not_read';
        const arena = room(1);
        if (arena === null) return 'not_read';
        const outcome = outcomes[kernel.decode(at, bytes.length, arena.at, arena.bytes)]!;
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
