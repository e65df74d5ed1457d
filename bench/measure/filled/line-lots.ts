import { drawnNumbers } from './drawn-numbers.ts';
import { type Lot, lotEnds, lotName, partName } from './inspected-lot.ts';
import { shiftAt } from './line-hours.ts';

const parts = 120;
const peopleOfShift = 6;
const versions = 4;
/** The last twentieth of all boards waits for a person. */
const reviewedShare = 0.95;

/** What the line does next, as long as it is told: some parts come often and some hardly ever, a new model every quarter. */
export function* lineLots(count: number, sizes: (reviewed: boolean, boards: number) => number): Generator<Lot> {
  const random = drawnNumbers(7);
  let startsAt = 0;
  let boards = 0;
  for (let number = 0; boards < count; number += 1) {
    const reviewed = boards < count * reviewedShare;
    const size = Math.min(sizes(reviewed, boards), count - boards);
    const shift = shiftAt(startsAt) * peopleOfShift;
    const one = Math.floor(random() * peopleOfShift);
    const other = (one + 1 + Math.floor(random() * (peopleOfShift - 1))) % peopleOfShift;
    const lot: Lot = {
      part: partName(Math.floor(parts * random() * random())),
      lot: lotName(number),
      firstSerial: boards,
      people: [shift + one, shift + other],
      version: Math.floor((versions * boards) / count),
      boards: size,
      reviewed,
      seed: Math.floor(random() * 0x7fff_ffff),
      startsAt,
    };
    yield lot;
    boards += size;
    startsAt = lotEnds(lot);
  }
}
