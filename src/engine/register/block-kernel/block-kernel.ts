import { compileKernel, growKernel, type KernelExports, startKernel } from '../../wasm/kernel-memory.ts';
import type { Similarity } from '../similarity.ts';
import { blockKernelBytes } from './block-kernel-bytes.ts';

/** The functions of block.c. Pointers are byte offsets in `memory`. */
interface Kernel extends KernelExports {
  start(side: number, width: number, height: number, factor: number): void;
  end_of(blocks: number): number;
  add(left: number, top: number, goldenLeft: number, goldenTop: number, width: number, height: number): void;
  board_of(block: number): number;
  golden_of(block: number): number;
  measure(): void;
  lay(a: number, b: number, tx: number, ty: number): void;
  compare(block: number): void;
  compared_of(): number;
  linearise(flat: number): number;
  accumulate(flat: number): number;
  equations_of(): number;
}

/** Most pixels along a block, and along its piece of golden. */
export const mostSide = 24;
export const mostPiece = 36;

/** Of grey values: their mean and standard deviation. */
interface Statistics {
  readonly mean: number;
  readonly deviation: number;
}

/** A block beside what a map shows of the golden in its place. */
interface ComparedBlock {
  readonly board: Statistics;
  /** Null when the place has left the block's piece of golden. */
  readonly golden: Statistics | null;
  /** −1..1; without meaning where board or golden are flat. */
  readonly correlation: number;
}

/** hessian · move = gradient, for shift x, shift y, scale and turn about the board's middle, the last two per half diagonal; shrunk pixels. */
interface NormalEquations {
  /** Upper triangle, 4 × 4 row-major. */
  readonly hessian: Float64Array;
  readonly gradient: Float64Array;
  /** Blocks that took part. */
  readonly used: number;
}

/** What the blocks of a set have in common. */
export interface BlockFrame {
  /** Full-resolution pixels along a shrunk one. */
  readonly factor: number;
  /** Size of the whole board in shrunk pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels along a block: at most `mostSide`. */
  readonly side: number;
}

/** A block's place. */
export interface BlockPlace {
  /** Its top left corner in the shrunk board. */
  readonly left: number;
  readonly top: number;
  /** Full-resolution golden pixel of the top left corner of its piece of golden. */
  readonly goldenLeft: number;
  readonly goldenTop: number;
  /** Size of the piece in shrunk pixels: at most `mostPiece`. */
  readonly width: number;
  readonly height: number;
}

/** Where the pixels of a block are to be written, row by row. */
export interface BlockPixels {
  readonly board: Uint8Array;
  readonly golden: Uint8Array;
}

/** Blocks being laid in. */
interface BlockRoom {
  add(place: BlockPlace): BlockPixels;
  /** To be called when all pixels are written. */
  close(): Blocks;
}

/** Maps are in full-resolution pixels. */
export interface Blocks {
  readonly count: number;
  compare(map: Similarity): ComparedBlock[];
  /** How many blocks are not flat, which is to say that their deviation is `flat` or more. To be called before `pull`. */
  linearise(flat: number): number;
  /** By all blocks that are flat neither on the board nor on the golden; their memory is that of the next call too. */
  pull(map: Similarity, flat: number): NormalEquations;
}

/** Holds one set of blocks, and has the arithmetic on them. One a thread, so that its memory is not made anew for each board. */
export interface BlockKernel {
  /** Ends the set before. */
  open(frame: BlockFrame, mostBlocks: number): BlockRoom;
}

export function createBlockKernel(): BlockKernel {
  const kernel = startKernel<Kernel>(compileKernel(blockKernelBytes));
  return {
    open({ side, width, height, factor }, mostBlocks) {
      growKernel(kernel, kernel.end_of(mostBlocks));
      kernel.start(side, width, height, factor);
      let count = 0;
      return {
        add(place) {
          kernel.add(place.left, place.top, place.goldenLeft, place.goldenTop, place.width, place.height);
          const block = count++;
          const { buffer } = kernel.memory;
          return {
            board: new Uint8Array(buffer, kernel.board_of(block), side * side),
            golden: new Uint8Array(buffer, kernel.golden_of(block), place.width * place.height),
          };
        },
        close() {
          kernel.measure();
          return blocksIn(kernel, count);
        },
      };
    },
  };
}

function blocksIn(kernel: Kernel, count: number): Blocks {
  const lay = ({ a, b, tx, ty }: Similarity): void => kernel.lay(a, b, tx, ty);
  return {
    count,
    compare(map) {
      lay(map);
      // `struct compared` of block.c.
      const values = new Float64Array(kernel.memory.buffer, kernel.compared_of(), 6);
      return Array.from({ length: count }, (_, block) => {
        kernel.compare(block);
        return comparedBlock(values);
      });
    },
    linearise: (flat) => kernel.linearise(flat),
    pull(map, flat) {
      lay(map);
      const used = kernel.accumulate(flat);
      const [at, { buffer }] = [kernel.equations_of(), kernel.memory];
      return { used, hessian: new Float64Array(buffer, at, 16), gradient: new Float64Array(buffer, at + 128, 4) };
    },
  };
}

function comparedBlock(values: Float64Array): ComparedBlock {
  return {
    board: { mean: values[0]!, deviation: values[1]! },
    golden: values[5] === 1 ? { mean: values[2]!, deviation: values[3]! } : null,
    correlation: values[4]!,
  };
}
