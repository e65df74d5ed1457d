/**
 * What the station and the engine process say to each other over the child process's IPC channel.
 * Messages carry paths and numbers, never pixels. The station parses what the engine answers, because the engine
 * reads hostile files; the engine trusts the station, which started it.
 */
import { z } from 'zod';
import type { Box } from '../core/detection/box.ts';
import { type Provider, providers } from '../core/detection/provider.ts';
import type { Region } from '../core/detection/region.ts';

export const engineErrorCodes = [
  'IMAGE_UNREADABLE', // missing, no permission, a symlink loop, not a file
  'IMAGE_EMPTY', // zero bytes
  'IMAGE_FORMAT', // no supported image format
  'IMAGE_CORRUPT', // truncated or damaged data
  'IMAGE_TOO_LARGE', // header asks for more pixels than the limit
  'IMAGE_TOO_SMALL', // smaller than the model can judge
  'IMAGE_BLANK', // nothing can be seen in it: dark, overexposed, without contrast
  'IMAGE_PAGES', // several pictures in one file
  'GOLDEN_UNREADABLE', // any of the above, for the golden; details.cause names it
  'MODEL_CORRUPT',
  'MODEL_HASH_MISMATCH',
  'MODEL_SHAPE', // inputs or outputs are not what model.json promises
  'MODEL_EXTERNAL_DATA',
  'MODEL_RUN_FAILED',
  'PROVIDER_UNAVAILABLE', // none of the asked providers works; details say why for each
  'ENGINE_TIMEOUT', // set by the station when it kills the engine
  'ENGINE_MEMORY', // set by the station when it kills the engine
  'ENGINE_CRASHED', // set by the station
  'ENGINE_START_FAILED', // set by the station: the process ends before it is ready, again and again
  'ENGINE_STOPPED', // set by the station: it was closed while the board waited
  'OUTPUT_UNWRITABLE', // overlay or crop could not be written (disk full, permission)
] as const;
export type EngineErrorCode = (typeof engineErrorCodes)[number];

/** How raw model output becomes detections; the names of model.json's `output.decoder`. */
export const outputDecoders = ['detections_nk6', 'yolov8', 'end_to_end', 'anomaly_map'] as const;
export type OutputDecoder = (typeof outputDecoders)[number];

export interface ModelToLoad {
  readonly name: string;
  readonly version: string;
  /** Path of model.onnx; the engine reads it into memory, checks `sha256` and creates the session from those bytes. */
  readonly path: string;
  readonly sha256: string;
  readonly input: {
    readonly name: string;
    readonly dtype: 'uint8' | 'float32';
    readonly width: number;
    readonly height: number;
    /** `pair`: board and golden planes [N,2,H,W]; `single`: [N,1,H,W]; `rgb`: [N,3,H,W]. */
    readonly channels: 'pair' | 'single' | 'rgb';
  };
  readonly output: { readonly name: string; readonly decoder: OutputDecoder };
  readonly classCount: number;
}

export interface InspectJob {
  readonly imagePath: string;
  /** `key` identifies the content (sha256), so that a decoded golden is reused between boards. */
  readonly golden: { readonly path: string; readonly key: string } | null;
  readonly settings: InspectSettings;
  /** Stop reading an image whose header asks for more pixels. */
  readonly maxPixels: number;
}

export interface InspectSettings {
  /** Confidence per class index; a detection below it is dropped. One list for boards with golden, one for boards without. */
  readonly thresholds: { readonly withGolden: readonly number[]; readonly withoutGolden: readonly number[] };
  /** Same-type boxes that overlap by more than this IoU are one defect. */
  readonly nmsIou: number;
  /** What a box loses to a more confident one of another type that overlaps it by more than `minIou`; factor 0 removes it. Absent: the engine's own rule. */
  readonly crossType?: { readonly minIou: number; readonly factor: number };
  /** Smallest box area kept, in board pixels. */
  readonly minAreaPx: number;
  readonly regions: readonly Region[];
  /** Registration score in 0..1 below which the golden is not trusted. */
  readonly minRegistrationScore: number;
}

/** Images made from a stored board. Overlays and crops are written to `outPath` as JPEG. */
export interface RenderJob {
  readonly imagePath: string;
  /** Golden is resampled into the board's frame by `registration` before it is cropped. */
  readonly golden: { readonly path: string; readonly registration: Registration } | null;
  readonly outputs: readonly RenderOutput[];
  readonly maxPixels: number;
}

export type RenderOutput =
  | {
      readonly kind: 'overlay';
      readonly outPath: string;
      readonly maxSide: number | null;
      readonly marks: readonly RenderMark[];
    }
  | {
      readonly kind: 'crop';
      readonly of: 'board' | 'golden';
      readonly outPath: string;
      readonly box: Box;
      readonly marks: readonly RenderMark[];
    }
  | {
      /** The tile pyramid that the window shows, written into an empty folder: `<level>/<column>_<row>.jpeg` and `index.json`. */
      readonly kind: 'tiles';
      readonly outFolder: string;
      readonly tileSize: number;
    }
  | {
      /** The picture as people see it, for readers that take no notice of EXIF: without loss, as PNG; nothing is written where its file has it so. */
      readonly kind: 'upright';
      readonly outPath: string;
    };

const tileBytes = z.record(z.string().regex(/^\d+_\d+\.jpeg$/), z.number().int().positive());

/** `index.json` of a pyramid: sizes in px, and the bytes of every tile by its name, by level from full resolution down. */
export const pyramidIndexSchema = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  tileSize: z.number().int().positive(),
  levels: z.array(tileBytes).min(1),
});
export type PyramidIndex = z.infer<typeof pyramidIndexSchema>;

export interface RenderMark {
  readonly box: Box;
  readonly label: string;
  readonly severity: 'low' | 'medium' | 'high' | 'critical';
}

export type EngineRequest =
  | {
      readonly type: 'load_model';
      readonly id: string;
      readonly model: ModelToLoad;
      readonly providers: readonly Provider[];
      readonly threads: number;
    }
  | { readonly type: 'inspect'; readonly id: string; readonly job: InspectJob }
  | { readonly type: 'render'; readonly id: string; readonly job: RenderJob }
  | { readonly type: 'shutdown'; readonly id: string };

/**
 * Maps a board pixel to a golden pixel: golden = scale · R(angle) · (board − centre) + centre + (dx, dy), centre = middle of the board image.
 * dx, dy in pixels, angle in degrees (clockwise as seen on screen), score in 0..1 (1: the golden explains the board perfectly).
 */
const registrationSchema = z.object({
  dx: z.number(),
  dy: z.number(),
  angle: z.number(),
  scale: z.number().positive(),
  score: z.number().min(0).max(1),
});
export type Registration = z.infer<typeof registrationSchema>;

const boxSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().nonnegative(),
  height: z.number().nonnegative(),
});

const detectionSchema = z.object({
  box: boxSchema,
  confidence: z.number().min(0).max(1),
  classIndex: z.number().int().nonnegative(),
});

/** Milliseconds of wall time spent in each stage of one board; stages of different boards overlap. */
const engineTimingsSchema = z.object({
  decode: z.number(),
  register: z.number(),
  infer: z.number(),
  merge: z.number(),
  total: z.number(),
});

const providerRefusalSchema = z.object({ provider: z.enum(providers), reason: z.string() });

const modelLoadedSchema = z.object({
  provider: z.enum(providers),
  /** Providers that were asked for before it, each with the reason it was refused. */
  refused: z.array(providerRefusalSchema),
  loadMs: z.number(),
});

const boardResultSchema = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Size of the golden, upright; null when the board has none. */
  golden: z.object({ width: z.number().int().positive(), height: z.number().int().positive() }).nullable(),
  /** Null when the board has no golden. */
  registration: registrationSchema.nullable(),
  /** Whether the golden took part; false also when the registration was poor. */
  usedGolden: z.boolean(),
  registrationPoor: z.boolean(),
  /** Parts of the board, in its pixels, that neither the golden nor a detection explains. */
  unexplained: z.array(boxSchema),
  detections: z.array(detectionSchema),
  provider: z.enum(providers),
  timings: engineTimingsSchema,
});
export type EngineBoardResult = z.infer<typeof boardResultSchema>;
export type ModelLoaded = z.infer<typeof modelLoadedSchema>;

const engineErrorSchema = z.object({
  code: z.enum(engineErrorCodes),
  message: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});
export type EngineError = z.infer<typeof engineErrorSchema>;

export const engineReplySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), pid: z.number(), onnxruntime: z.string() }),
  z.object({ type: z.literal('model_loaded'), id: z.string(), result: modelLoadedSchema }),
  /** The board's header is read and its work begins; the station's time cap grows with its pixels. */
  z.object({ type: z.literal('started'), id: z.string(), width: z.number(), height: z.number() }),
  /** Sent about once a second; resident memory of the whole process in bytes. */
  z.object({ type: z.literal('vitals'), rss: z.number() }),
  /** Detections of a large board as its tiles finish; final boxes come with `inspected`. */
  z.object({
    type: z.literal('progress'),
    id: z.string(),
    tilesDone: z.number(),
    tilesTotal: z.number(),
    detections: z.array(detectionSchema),
  }),
  z.object({ type: z.literal('inspected'), id: z.string(), result: boardResultSchema }),
  z.object({ type: z.literal('rendered'), id: z.string() }),
  z.object({ type: z.literal('failed'), id: z.string(), error: engineErrorSchema }),
]);
export type EngineReply = z.infer<typeof engineReplySchema>;
