/** Image formats by content, with the extension that originals get. */
export type ImageFormat = 'jpeg' | 'png' | 'tiff' | 'bmp';

export const extensions: Readonly<Record<ImageFormat, string>> = { jpeg: 'jpg', png: 'png', tiff: 'tif', bmp: 'bmp' };

const signatures: readonly (readonly [ImageFormat, readonly number[]])[] = [
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['tiff', [0x4d, 0x4d, 0x00, 0x2a]],
  // BigTIFF, for scans over 4 GiB.
  ['tiff', [0x49, 0x49, 0x2b, 0x00]],
  ['tiff', [0x4d, 0x4d, 0x00, 0x2b]],
  ['bmp', [0x42, 0x4d]],
];

/** Format by the first bytes of a file; null where they start no format that can be inspected. The name is not asked. */
export function sniffFormat(head: Uint8Array): ImageFormat | null {
  const found = signatures.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte));
  return found === undefined ? null : found[0];
}
