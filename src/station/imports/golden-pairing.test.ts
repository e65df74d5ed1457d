import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairGoldens } from './golden-pairing.ts';

const pairs = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, pairGoldens(names)(name)]));

describe('goldens beside their boards', () => {
  it('are told by their names', () => {
    expect(pairs(['a_golden.png', 'a.png', 'b_board.jpg', 'b_golden.jpg', 'c.png'])).toEqual({
      'a_golden.png': null,
      'a.png': 'a_golden.png',
      'b_board.jpg': 'b_golden.jpg',
      'b_golden.jpg': null,
      'c.png': null,
    });
  });

  it('are DeepPCB’s templates, but only for its tests', () => {
    expect(pairs(['00041000_temp.jpg', '00041000_test.jpg', '00041000.jpg'])).toMatchObject({
      '00041000_test.jpg': '00041000_temp.jpg',
      '00041000_temp.jpg': null,
      '00041000.jpg': null,
    });
  });

  it('serve every board of a part, and the closest name wins', () => {
    const names = ['pcb-2002_golden.jpg', 'pcb-2002_000431_board.jpg', 'pcb-2002_b_golden.jpg', 'pcb-2002_b_7.jpg'];
    expect(pairs(names)).toMatchObject({
      'pcb-2002_000431_board.jpg': 'pcb-2002_golden.jpg',
      'pcb-2002_b_7.jpg': 'pcb-2002_b_golden.jpg',
    });
    expect(pairGoldens(['pcb_golden.png'])('pcb2.png')).toBeNull();
  });

  it('are found whatever the case, and in the board’s own format where there are two', () => {
    expect(pairGoldens(['A_GOLDEN.PNG', 'a_golden.jpg'])('a.jpg')).toBe('a_golden.jpg');
    expect(pairGoldens(['A_GOLDEN.PNG', 'a_golden.jpg'])('a_Board.png')).toBe('A_GOLDEN.PNG');
    expect(pairGoldens(['A_GOLDEN.PNG'])('a-board.bmp')).toBe('A_GOLDEN.PNG');
  });

  it('are always files of the folder, and never the board itself', () => {
    const word = fc.constantFrom('a', 'b', 'a_b', 'golden', 'test', 'temp', 'board', '_', '.', '');
    const name = fc
      .tuple(
        word,
        fc.constantFrom('', '_golden', '_board', '_test', '_temp', ' golden'),
        fc.constantFrom('.png', '.jpg', ''),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(name), name, (names, board) => {
        const golden = pairGoldens(names)(board);
        return golden === null || (names.includes(golden) && golden !== board);
      }),
    );
  });
});
