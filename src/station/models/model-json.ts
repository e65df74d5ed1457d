/** `model.json`, the description beside every model.onnx. Unknown keys are kept: the signature covers the whole file. */
import { z } from 'zod';
import { severities } from '../../core/inspection/vocabulary.ts';
import { type ModelToLoad, outputDecoders } from '../../engine/protocol.ts';

const name = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'lower case letters, digits, _ and -');
const version = z
  .string()
  .max(50)
  .regex(/^\d+(\.\d+){0,2}(-[0-9A-Za-z.-]+)?$/, 'a version such as 1.0.0');
const fraction = z.number().min(0).max(1);

const classSchema = z.object({
  name,
  severity: z.enum(severities),
  /** Confidence from which a detection counts, in 0..1. */
  threshold: z.object({ with_golden: fraction, without_golden: fraction }),
});

/** Planes of the input tensor by name; the combinations that the engine can fill. */
const channelLayouts = {
  'board,golden': 'pair',
  board: 'single',
  'red,green,blue': 'rgb',
} as const satisfies Record<string, ModelToLoad['input']['channels']>;

const isLayout = (key: string): key is keyof typeof channelLayouts => Object.hasOwn(channelLayouts, key);

export const signatureSchema = z.object({
  algorithm: z.literal('ed25519'),
  /** First 16 hex digits of the SHA-256 of the public key's SPKI DER. */
  key_id: z.string().regex(/^[0-9a-f]{16}$/),
  /** Base64 of the 64 signature bytes over the JCS form of model.json without `signature`. */
  value: z.base64(),
});
export type ModelSignature = z.infer<typeof signatureSchema>;

export const modelJsonSchema = z.looseObject({
  name: name.refine((text) => text !== 'auto', '"auto" means a choice of a model'),
  version,
  /** Of model.onnx, lower-case hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  input: z.looseObject({
    name: z.string().min(1),
    dtype: z.enum(['uint8', 'float32']),
    width: z.number().int().min(16).max(8192),
    height: z.number().int().min(16).max(8192),
    channels: z
      .array(z.string())
      .refine((planes) => isLayout(planes.join()), `one of ${Object.keys(channelLayouts).join(' | ')}`),
  }),
  output: z.looseObject({ name: z.string().min(1), decoder: z.enum(outputDecoders) }),
  classes: z.array(classSchema).min(1).max(1000),
  merge: z.looseObject({
    nms_iou: fraction,
    /** What a box loses to a more confident one of another class that overlaps it by more than `iou`. */
    cross_type: z
      .discriminatedUnion('rule', [
        z.looseObject({ rule: z.literal('decay'), iou: fraction, factor: fraction }),
        z.looseObject({ rule: z.literal('suppress'), iou: fraction }),
      ])
      .optional(),
  }),
  licence: z.string(),
  signature: z.unknown().optional(),
});
export type ModelJson = z.infer<typeof modelJsonSchema>;

/** What the engine needs to load the model whose file is at `path`. */
export function modelToLoad(model: ModelJson, path: string): ModelToLoad {
  const { input, output } = model;
  const layout = input.channels.join();
  if (!isLayout(layout)) throw new Error(`Channels ${layout} passed the schema but have no layout`);
  return {
    name: model.name,
    version: model.version,
    path,
    sha256: model.sha256,
    input: {
      name: input.name,
      dtype: input.dtype,
      width: input.width,
      height: input.height,
      channels: channelLayouts[layout],
    },
    output: { name: output.name, decoder: output.decoder },
    classCount: model.classes.length,
  };
}
