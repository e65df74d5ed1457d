import type { Box } from '../../core/detection/box.ts';
import { decodeColourRegion, decodeColourShrunk } from '../decode/decode-colour.ts';
import type { ColourImage } from '../decode/grey-image.ts';
import { releasePixels } from '../decode/grey-image.ts';
import type { ImageDecoder } from '../decode/image-decoder.ts';
import type { ProbedImage } from '../decode/probe.ts';
import { asGoldenFault } from '../fault.ts';
import type { RenderJob, RenderOutput } from '../protocol.ts';
import { fromRegistration, type Similarity } from '../register/similarity.ts';
import { type CropFrame, frameCrop, groupByRows, wholePixels } from './crop-frame.ts';
import { drawMarks } from './draw-marks.ts';
import { goldenBox, warpColour } from './golden-crop.ts';
import { LabelPainter } from './label.ts';
import { resizePicture, writePicture } from './picture-file.ts';
import { writeTilePyramid } from './tile-pyramid.ts';
import { writeUpright } from './upright-picture.ts';

type Overlay = Extract<RenderOutput, { kind: 'overlay' }>;
type Crop = Extract<RenderOutput, { kind: 'crop' }>;
type FramedCrop = CropFrame & { readonly output: Crop };

/** Larger overlays are reduced to this many pixels (96 MB of colour, as much again while they are encoded). */
const mostOverlayPixels = 32_000_000;
/** Crops of larger boards are read in bands of this many pixels (192 MB); each band is decoded from the top of the file on. */
const mostBandPixels = 64_000_000;

/**
 * Writes the overlays, tiles and crops of one board as JPEG files, each complete or not at all; stops at the first that fails. A crop of the
 * golden shows it as registered, in the same frame as the board's crop of the same box; it is left out when the job has no golden.
 * Throws EngineFault: the codes of an image, GOLDEN_UNREADABLE, or OUTPUT_UNWRITABLE.
 */
export async function render(decoder: ImageDecoder, job: RenderJob): Promise<void> {
  const board = await decoder.open(job.imagePath, job.maxPixels);
  const labels = new LabelPainter();
  for (const output of job.outputs) {
    if (output.kind === 'overlay') await renderOverlay(board, output, labels);
    else if (output.kind === 'tiles') await writeTilePyramid(board, output.outFolder, output.tileSize);
    else if (output.kind === 'upright') await writeUpright(board, output.outPath);
  }
  const { width, height } = board.facts;
  const crops = job.outputs
    .filter((output) => output.kind === 'crop')
    .map((output): FramedCrop => ({ ...frameCrop(output.box, width, height), output }));
  await cropBoard(
    board,
    crops.filter((crop) => crop.output.of === 'board'),
    labels,
  );
  const ofGolden = crops.filter((crop) => crop.output.of === 'golden');
  if (job.golden === null || ofGolden.length === 0) return;
  const { path, registration } = job.golden;
  const golden = await asGoldenFault(() => decoder.open(path, job.maxPixels));
  await cropGolden(golden, fromRegistration(registration, width, height), ofGolden, labels);
}

async function renderOverlay(board: ProbedImage, output: Overlay, labels: LabelPainter): Promise<void> {
  const { width, height } = board.facts;
  const wanted = output.maxSide === null ? 1 : output.maxSide / Math.max(width, height);
  const scale = Math.min(1, wanted, Math.sqrt(mostOverlayPixels / (width * height)));
  const shownWidth = Math.max(1, Math.round(width * scale));
  const shownHeight = Math.max(1, Math.round(height * scale));
  const picture = await decodeColourShrunk(board, shownWidth, shownHeight);
  await drawMarks(picture, output.marks, { x: 0, y: 0, scale }, labels);
  await writePicture(picture, output.outPath);
  releasePixels(picture.data);
}

async function cropBoard(board: ProbedImage, crops: readonly FramedCrop[], labels: LabelPainter): Promise<void> {
  const { width } = board.facts;
  for (const group of groupByRows(crops, width, mostBandPixels)) {
    const band = await decodeColourRegion(board, { x: 0, y: group.top, width, height: group.rows });
    for (const crop of group.items) await writeCrop(cut(band, crop.region, group.top), crop, labels);
    releasePixels(band.data);
  }
}

async function cropGolden(
  golden: ProbedImage,
  map: Similarity,
  crops: readonly FramedCrop[],
  labels: LabelPainter,
): Promise<void> {
  const { width, height } = golden.facts;
  const pieces = crops.map((crop) => ({ crop, region: wholePixels(goldenBox(map, crop.region), width, height) }));
  const covered = pieces.filter((piece): piece is { crop: FramedCrop; region: Box } => piece.region !== null);
  for (const { crop, region } of pieces) {
    if (region === null) await writeCrop(warpColour(nothing, 0, 0, map, crop.region), crop, labels);
  }
  for (const group of groupByRows(covered, width, mostBandPixels)) {
    const band = await asGoldenFault(() =>
      decodeColourRegion(golden, { x: 0, y: group.top, width, height: group.rows }),
    );
    for (const { crop } of group.items) {
      await writeCrop(warpColour(band, 0, group.top, map, crop.region), crop, labels);
    }
    releasePixels(band.data);
  }
}

const nothing: ColourImage = { data: new Uint8Array(0), width: 0, height: 0 };

function cut(band: ColourImage, { x, y, width, height }: Box, top: number): ColourImage {
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((y - top + row) * band.width + x) * 3;
    data.set(band.data.subarray(from, from + width * 3), row * width * 3);
  }
  return { data, width, height };
}

/** Enlarged first and marked afterwards, so that lines and letters stay sharp. */
async function writeCrop(
  piece: ColourImage,
  { region, scale, output }: FramedCrop,
  labels: LabelPainter,
): Promise<void> {
  const width = Math.max(1, Math.round(region.width * scale));
  const height = Math.max(1, Math.round(region.height * scale));
  const picture = await resizePicture(piece, width, height);
  await drawMarks(picture, output.marks, { x: region.x, y: region.y, scale }, labels);
  await writePicture(picture, output.outPath);
}
