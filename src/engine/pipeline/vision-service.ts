import type { Box } from '../../core/detection/box.ts';
import { doubtAbout } from '../../core/detection/golden-doubt.ts';
import { isInspected } from '../../core/detection/region.ts';
import { hasContrast } from '../decode/contrast.ts';
import type { GreyBands } from '../decode/grey-bands.ts';
import { type GreyImage, releasePixels } from '../decode/grey-image.ts';
import type { ImageDecoder } from '../decode/image-decoder.ts';
import type { ProbedImage } from '../decode/probe.ts';
import { refuseBlank } from '../decode/refuse-unjudgeable.ts';
import { asGoldenFault } from '../fault.ts';
import type { Registration, RenderJob } from '../protocol.ts';
import { goldenLight, type Light, lightTables } from '../register/light.ts';
import type { PreparedGolden, Registrar } from '../register/registrar.ts';
import { fromRegistration } from '../register/similarity.ts';
import { surveyBoard } from '../register/survey.ts';
import { createGoldenCache } from './golden-cache.ts';
import { atGoldenResolution } from './golden-resolution.ts';
import { packTiles, type TileSource } from './pack-tiles.ts';
import { createPixelGate } from './pixel-gate.ts';
import type { BoardToOpen, PreparedBoard, Vision } from './vision.ts';

/** Boards up to here in sum are open at once; a larger one is alone. Pixels. */
const openPixels = 100_000_000;
/** Goldens up to this many pixels are kept for the next board; larger ones are read in bands and given back. */
const keptGoldenPixels = 64_000_000;
const keptGoldenBytes = 256 * 1024 * 1024;

interface OpenBoard {
  readonly order: BoardToOpen;
  readonly file: ProbedImage;
  readonly leave: () => void;
  /** Set by the first call of `prepareTop`. */
  bands: BandedPair | null;
  /** What `pack` reads. */
  pixels: GreyImage | null;
  golden: TileSource['golden'];
}

interface BandedPair {
  /** Lets the rest be decoded, which would take the cores from the first look. */
  readonly goOn: () => void;
  readonly board: GreyBands;
  readonly golden: { readonly prepared: PreparedGolden; readonly bands: GreyBands | null } | null;
}

export function createVision(
  decoder: ImageDecoder,
  registrar: Registrar,
  render: (job: RenderJob) => Promise<void>,
): Vision {
  const gate = createPixelGate(openPixels);
  const boards = new Map<string, OpenBoard>();
  const goldens = createGoldenCache<PreparedGolden>(keptGoldenBytes, ({ image }) => image.data.byteLength);

  const known = (board: string): OpenBoard => {
    const open = boards.get(board);
    if (!open) throw new Error(`board ${board} is not open`);
    return open;
  };

  const wholeGolden = (golden: { path: string; key: string }, maxPixels: number): Promise<PreparedGolden> =>
    asGoldenFault(() =>
      goldens.get(golden.key, async () =>
        registrar.prepareGolden(
          await decoder.grey(await decoder.open(golden.path, maxPixels), { maxPixels, mayBeBlank: true }),
        ),
      ),
    );

  const openBands = async ({ imagePath, golden, maxPixels }: BoardToOpen, rows: number): Promise<BandedPair> => {
    const { promise: after, resolve: goOn } = Promise.withResolvers<void>();
    const board = await decoder.bands(imagePath, rows, { maxPixels, after });
    if (!golden) return { goOn, board, golden: null };
    const { facts } = await asGoldenFault(() => decoder.open(golden.path, maxPixels));
    if (facts.width * facts.height <= keptGoldenPixels) {
      return { goOn, board, golden: { prepared: await wholeGolden(golden, maxPixels), bands: null } };
    }
    // A turned golden needs rows from further down than the board's band.
    const goldenRows = rows + Math.ceil(facts.width / 32);
    const bands = await asGoldenFault(() =>
      decoder.bands(golden.path, goldenRows, { maxPixels, mayBeBlank: true, after }),
    );
    return { goOn, board, golden: { prepared: registrar.prepareGolden(bands.image), bands } };
  };

  /** Decides whether the golden takes part, and notes what `pack` shall read. */
  const accept = (
    open: OpenBoard,
    pixels: GreyImage,
    found: LaidGolden | null,
    survey: GoldenSurvey | null,
  ): Omit<PreparedBoard, 'decodeMs' | 'registerMs'> => {
    const poor = survey !== null && !survey.trusted;
    const magnified = found === null || poor ? null : atGoldenResolution(pixels, found.registration);
    open.pixels = magnified?.pixels ?? pixels;
    if (magnified) releasePixels(pixels.data);
    const registration = magnified?.registration ?? found?.registration;
    open.golden =
      found === null || survey === null || poor || registration === undefined
        ? null
        : { prepared: found.prepared, registration, light: lightTables(survey.light) };
    const golden = found?.prepared.image;
    return {
      golden: golden ? { width: golden.width, height: golden.height } : null,
      registration: found?.registration ?? null,
      usedGolden: open.golden !== null,
      registrationPoor: poor,
      unexplained: survey?.unexplained ?? [],
      packed: { width: open.pixels.width, height: open.pixels.height },
    };
  };

  return {
    async open(order) {
      const file = await decoder.open(order.imagePath, order.maxPixels);
      const { width, height } = file.facts;
      const leave = await gate.enter(width * height);
      boards.set(order.board, { order, file, leave, bands: null, pixels: null, golden: null });
      return { width, height };
    },

    async prepareTop({ board, rows }) {
      const open = known(board);
      const started = performance.now();
      const pair = await openBands(open.order, rows);
      open.bands = pair;
      const { golden } = pair;
      await pair.board.whenRows(rows);
      const goldenRows = rows + Math.ceil((golden?.prepared.image.width ?? 0) / 32);
      await asGoldenFault(async () => golden?.bands?.whenRows(goldenRows));
      const decoded = performance.now();
      const found = golden && {
        prepared: golden.prepared,
        registration: await registrar.registerBand(pair.board.image, golden.prepared, {
          top: 0,
          rows,
          goldenRows: golden.bands?.readyRows ?? golden.prepared.image.height,
        }),
      };
      const accepted = accept(open, pair.board.image, found, found && surveyOfTop(found, open.order));
      return { ...accepted, decodeMs: decoded - started, registerMs: performance.now() - decoded };
    },

    async prepare({ board }) {
      const open = known(board);
      const { order, file, bands } = open;
      const started = performance.now();
      let pixels: GreyImage;
      let prepared: PreparedGolden | null;
      if (bands) {
        bands.goOn();
        await bands.board.whenRows(Number.POSITIVE_INFINITY);
        await asGoldenFault(async () => bands.golden?.bands?.whenRows(Number.POSITIVE_INFINITY));
        pixels = bands.board.image;
        const { golden } = bands;
        prepared = golden?.bands ? registrar.prepareGolden(golden.bands.image) : (golden?.prepared ?? null);
      } else {
        const { golden, maxPixels } = order;
        [pixels, prepared] = await Promise.all([
          decoder.grey(file, { maxPixels, mayBeBlank: golden !== null }),
          golden ? wholeGolden(golden, maxPixels) : null,
        ]);
        // An empty place of a board is one on its golden as well, and then the survey says that there was nothing to compare.
        if (prepared && hasContrast(prepared.image)) refuseBlank(file, pixels);
      }
      const decoded = performance.now();
      const found = prepared && { prepared, registration: await registrar.register(pixels, prepared) };
      const accepted = accept(open, pixels, found, found && surveyOf(pixels, found, order));
      return { ...accepted, decodeMs: decoded - started, registerMs: performance.now() - decoded };
    },

    async pack({ board, tiles, channels, planes }) {
      const { pixels, golden } = known(board);
      if (!pixels) throw new Error(`board ${board} is not prepared`);
      packTiles(registrar, { board: pixels, golden }, tiles, channels, planes);
    },

    async close({ board }) {
      const open = boards.get(board);
      if (!open) return;
      boards.delete(board);
      const { pixels, bands } = open;
      for (const image of [pixels, bands?.board.image, bands?.golden?.bands?.image]) {
        if (image) releasePixels(image.data);
      }
      open.leave();
    },

    render,
  };
}

interface LaidGolden {
  readonly prepared: PreparedGolden;
  readonly registration: Registration;
}

interface GoldenSurvey {
  /** Whether the golden can vouch for the board as it lies. */
  readonly trusted: boolean;
  readonly unexplained: readonly Box[];
  readonly light: Light;
}

/** Most of the board is not decoded yet: only how well its top lies can be told, and its light is taken for the golden's. */
const surveyOfTop = ({ registration }: LaidGolden, { minRegistrationScore }: BoardToOpen): GoldenSurvey => ({
  trusted: registration.score >= minRegistrationScore,
  unexplained: [],
  light: goldenLight,
});

function surveyOf(
  board: GreyImage,
  { prepared, registration }: LaidGolden,
  { regions, minRegistrationScore }: BoardToOpen,
): GoldenSurvey {
  const golden = prepared.image;
  if (doubtAbout({ registration, board, golden, regions, minRegistrationScore }) !== null) {
    return { trusted: false, unexplained: [], light: goldenLight };
  }
  const map = fromRegistration(registration, board.width, board.height);
  const isAsked = regions.length === 0 ? null : (x: number, y: number) => isInspected({ x, y }, regions);
  const { comparable, unexplained, light } = surveyBoard(board, golden, map, isAsked);
  return { trusted: comparable, unexplained, light };
}
