/**
 * Messages of the inference protocol v2 with the binary tensor extension, as a Triton server takes and gives them over
 * HTTP: a JSON header, whose length is in the HTTP header `Inference-Header-Content-Length`, and after it the tensors'
 * bytes, one after another, little-endian, row by row.
 * Source: Triton's docs/protocol/extension_binary_data.md.
 */

/** Name of the HTTP header with the JSON header's length in bytes. */
export const headerLengthField = 'inference-header-content-length';

interface WireTensor {
  readonly name: string;
  readonly datatype: 'UINT8' | 'FP32';
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

interface TensorMessage {
  readonly headerLength: number;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** @param side Under which name the tensors stand in the header; `more` is put beside them. */
export function writeMessage(
  side: 'inputs' | 'outputs',
  tensors: readonly WireTensor[],
  more: Readonly<Record<string, unknown>> = {},
): TensorMessage {
  const header = Buffer.from(
    JSON.stringify({
      [side]: tensors.map(({ name, datatype, shape, bytes }) => ({
        name,
        datatype,
        shape,
        parameters: { binary_data_size: bytes.length },
      })),
      ...more,
    }),
  );
  return { headerLength: header.length, body: Buffer.concat([header, ...tensors.map(({ bytes }) => bytes)]) };
}

/**
 * The tensors of a message. Bytes are copied, so that they lie where a typed array may begin.
 * @throws Error naming what is not as the protocol has it.
 */
export function readMessage(
  side: 'inputs' | 'outputs',
  body: Uint8Array,
  headerLength: number,
): { readonly tensors: readonly WireTensor[]; readonly header: Readonly<Record<string, unknown>> } {
  if (!Number.isInteger(headerLength) || headerLength < 2 || headerLength > body.length)
    throw new Error(`a message of ${body.length} bytes cannot have a header of ${headerLength}`);
  const header = objectOf(JSON.parse(Buffer.from(body.subarray(0, headerLength)).toString('utf8')), 'header');
  const listed = header[side];
  if (!Array.isArray(listed)) throw new Error(`the header has no ${side}`);
  let at = headerLength;
  const tensors = listed.map((item): WireTensor => {
    const { name, datatype, shape, parameters } = objectOf(item, side);
    if (typeof name !== 'string' || (datatype !== 'UINT8' && datatype !== 'FP32') || !isShape(shape))
      throw new Error(`a tensor of the ${side} is not described as it should be`);
    const given = objectOf(parameters, 'parameters').binary_data_size;
    const wanted = shape.reduce((product, size) => product * size, 1) * bytesOf[datatype];
    if (given !== wanted || at + wanted > body.length)
      throw new Error(`the tensor ${name} should have ${wanted} bytes and has ${given}`);
    const bytes = Uint8Array.from(body.subarray(at, at + wanted));
    at += wanted;
    return { name, datatype, shape, bytes };
  });
  if (at !== body.length) throw new Error(`${body.length - at} bytes belong to no tensor`);
  return { tensors, header };
}

const bytesOf = { UINT8: 1, FP32: 4 } as const;

const isShape = (shape: unknown): shape is number[] =>
  Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);

function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error(`${what} is no object`);
  return value as Readonly<Record<string, unknown>>;
}
