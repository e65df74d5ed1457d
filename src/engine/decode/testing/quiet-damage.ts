import sharp from 'sharp';

/** Bytes in a row that are inverted. */
const damagedBytes = 40;

/** A JPEG of one scan with damage of which libvips' own decoder says nothing. */
export async function quietlyDamaged(jpeg: Buffer): Promise<Buffer> {
  const scan = jpeg.lastIndexOf(Buffer.from([0xff, 0xda])) + 10;
  for (let at = scan; at < jpeg.length - damagedBytes; at += damagedBytes) {
    const damaged = Buffer.from(jpeg);
    for (let byte = at; byte < at + damagedBytes; byte += 1) damaged[byte]! ^= 0xff;
    const isPassed = await sharp(damaged, { failOn: 'warning' })
      .raw()
      .toBuffer()
      .then(() => true)
      .catch(() => false);
    if (isPassed) return damaged;
  }
  throw new Error('every damage was noticed');
}
