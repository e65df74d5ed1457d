/**
 * Writes ONNX files for tests, byte by byte: enough of protobuf and of onnx.proto3 (field numbers in the comments) for
 * small graphs, and for graphs that no exporter would make.
 */
type Bytes = readonly number[];

const varint = (value: number | bigint): number[] => {
  const out: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    const low = Number(rest & 0x7fn);
    if (rest < 0x80n) return [...out, low];
    out.push(low | 0x80);
  }
};
const integer = (field: number, value: number | bigint): number[] => [...varint(field << 3), ...varint(value)];
const block = (field: number, bytes: Bytes): number[] => [
  ...varint((field << 3) | 2),
  ...varint(bytes.length),
  ...bytes,
];
const text = (field: number, value: string): number[] => block(field, [...new TextEncoder().encode(value)]);

export const elementTypes = { float32: 1, uint8: 2, int64: 7 } as const;
export type ElementType = keyof typeof elementTypes;

export interface Attribute {
  readonly name: string;
  readonly value: number | readonly number[];
}

/** NodeProto: input 1, output 2, op_type 4, attribute 5 (AttributeProto: name 1, i 3, ints 8, type 20 INT 2 INTS 7). */
export const node = (
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: readonly Attribute[] = [],
): Bytes => [
  ...inputs.flatMap((name) => text(1, name)),
  ...outputs.flatMap((name) => text(2, name)),
  ...text(4, operator),
  ...attributes.flatMap(({ name, value }) =>
    block(
      5,
      typeof value === 'number'
        ? [...text(1, name), ...integer(3, value), ...integer(20, 2)]
        : [...text(1, name), ...value.flatMap((item) => integer(8, item)), ...integer(20, 7)],
    ),
  ),
];

/** TensorProto: dims 1, data_type 2, name 8, raw_data 9. */
export const tensor = (
  name: string,
  type: 'float32' | 'int64',
  dims: readonly number[],
  values: readonly number[],
): Bytes => {
  const raw = type === 'int64' ? new BigInt64Array(values.map(BigInt)) : new Float32Array(values);
  return [
    ...dims.flatMap((size) => integer(1, size)),
    ...integer(2, elementTypes[type]),
    ...text(8, name),
    ...block(9, [...new Uint8Array(raw.buffer)]),
  ];
};

/** TensorProto whose data lies in another file: external_data 13 (StringStringEntryProto: key 1, value 2), data_location 14 EXTERNAL 1. */
export const externalTensor = (name: string, dims: readonly number[], location: string): Bytes => [
  ...dims.flatMap((size) => integer(1, size)),
  ...integer(2, elementTypes.float32),
  ...text(8, name),
  ...block(13, [...text(1, 'location'), ...text(2, location)]),
  ...integer(14, 1),
];

/** ValueInfoProto: name 1, type 2 { tensor_type 1 { elem_type 1, shape 2 { dim 1 { value 1 | param 2 } } } }. */
export const port = (name: string, type: ElementType, shape: readonly (number | string)[]): Bytes => {
  const dims = shape.flatMap((size) => block(1, typeof size === 'number' ? integer(1, size) : text(2, size)));
  return [...text(1, name), ...block(2, block(1, [...integer(1, elementTypes[type]), ...block(2, dims)]))];
};

export interface Graph {
  readonly nodes: readonly Bytes[];
  readonly tensors?: readonly Bytes[];
  readonly inputs: readonly Bytes[];
  readonly outputs: readonly Bytes[];
}

/** ModelProto: ir_version 1, graph 7, opset_import 8 { version 2 }; GraphProto: node 1, name 2, initializer 5, input 11, output 12. */
export const encodeModel = ({ nodes, tensors = [], inputs, outputs }: Graph): Uint8Array =>
  Uint8Array.from([
    ...integer(1, 8),
    ...block(7, [
      ...nodes.flatMap((bytes) => block(1, bytes)),
      ...text(2, 'made-for-a-test'),
      ...tensors.flatMap((bytes) => block(5, bytes)),
      ...inputs.flatMap((bytes) => block(11, bytes)),
      ...outputs.flatMap((bytes) => block(12, bytes)),
    ]),
    ...block(8, integer(2, 16)),
  ]);
