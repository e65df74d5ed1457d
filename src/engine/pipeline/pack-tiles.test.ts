import { describe, expect, it } from 'vitest';
import { allocateGrey, type GreyImage } from '../decode/grey-image.ts';
import { lightTables } from '../register/light.ts';
import { createRegistrar } from '../register/registrar.ts';
import { packTiles } from './pack-tiles.ts';

const registrar = createRegistrar();

/** Pixel (x, y) is `first + y * width + x`. */
function counted(width: number, height: number, first: number): GreyImage {
  const image = allocateGrey(width, height);
  for (let i = 0; i < image.data.length; i += 1) image.data[i] = first + i;
  return image;
}
const registration = { dx: 0, dy: 0, angle: 0, scale: 1, score: 1 };
const board = counted(5, 4, 1);
const golden = { prepared: { image: counted(5, 4, 101) }, registration, light: null };
/** Slots are used again and again: what an earlier board left must not be seen. */
const used = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(255);

describe('packing', () => {
  it('puts the board and the golden of each tile one after the other', () => {
    const planes = used(16);
    const tiles = [
      { x: 0, y: 0, width: 2, height: 2 },
      { x: 3, y: 2, width: 2, height: 2 },
    ];
    packTiles(registrar, { board, golden }, tiles, 'pair', planes);
    expect([...planes]).toEqual([1, 2, 6, 7, 101, 102, 106, 107, 14, 15, 19, 20, 114, 115, 119, 120]);
  });

  it('brings a darker board and its golden into one light, and leaves what lies outside the image', () => {
    const golden = {
      prepared: { image: counted(2, 1, 101) },
      registration,
      light: lightTables({ gain: 0.5, offset: 40 }),
    };
    const planes = used(18);
    packTiles(registrar, { board: counted(2, 1, 90), golden }, [{ x: 0, y: 0, width: 3, height: 3 }], 'pair', planes);
    expect([...planes]).toEqual([100, 102, 0, 0, 0, 0, 0, 0, 0, 102, 102, 0, 0, 0, 0, 0, 0, 0]);
    expect([...golden.prepared.image.data]).toEqual([101, 102]);
  });

  it('has an empty golden where there is none', () => {
    const planes = used(8);
    packTiles(registrar, { board, golden: null }, [{ x: 1, y: 1, width: 2, height: 2 }], 'pair', planes);
    expect([...planes]).toEqual([7, 8, 12, 13, 0, 0, 0, 0]);
  });

  it('pads what lies outside the image', () => {
    const small = {
      board: counted(2, 1, 1),
      golden: { prepared: { image: counted(2, 1, 101) }, registration, light: null },
    };
    const planes = used(18);
    packTiles(registrar, small, [{ x: 0, y: 0, width: 3, height: 3 }], 'pair', planes);
    expect([...planes]).toEqual([1, 2, 0, 0, 0, 0, 0, 0, 0, 101, 102, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('repeats grey for a model that wants colour', () => {
    const planes = used(12);
    packTiles(registrar, { board, golden: null }, [{ x: 0, y: 0, width: 2, height: 2 }], 'rgb', planes);
    expect([...planes]).toEqual([1, 2, 6, 7, 1, 2, 6, 7, 1, 2, 6, 7]);
  });
});
