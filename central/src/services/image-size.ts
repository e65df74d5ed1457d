/** Width and height in px of an image from the first bytes of its file, or null. Nothing is decoded: only headers are read. */
export function imageSize(head: Buffer): { readonly width: number; readonly height: number } | null {
  try {
    const size = pngSize(head) ?? jpegSize(head);
    return size !== null && size.width > 0 && size.height > 0 ? size : null;
  } catch {
    // The header is longer than what was read, or lies.
    return null;
  }
}

/** Enough for the headers of nearly every image, their embedded previews included. */
export const headBytes = 256 * 1024;

const pngSignature = '89504e470d0a1a0a';

const pngSize = (head: Buffer) =>
  head.subarray(0, 8).toString('hex') === pngSignature
    ? { width: head.readUInt32BE(16), height: head.readUInt32BE(20) }
    : null;

/** Walks JPEG's segments to the frame header (SOF0 to SOF15 without DHT, JPG and DAC). */
function jpegSize(head: Buffer): { readonly width: number; readonly height: number } | null {
  if (head.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; head[at] === 0xff; ) {
    const marker = head.readUInt8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7) };
    at += 2 + head.readUInt16BE(at + 2);
  }
  return null;
}
