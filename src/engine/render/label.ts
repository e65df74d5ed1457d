import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import '../decode/libvips.ts';
import type { Mask } from './canvas.ts';

const bundled = (name: string): string => fileURLToPath(new URL(`../../../resources/fonts/${name}`, import.meta.url));
const latin = { font: 'DejaVu Sans Condensed Bold', fontfile: bundled('DejaVuSansCondensed-Bold.ttf') };
/** For labels with Chinese, Japanese or Korean letters. */
const fallback = { font: 'Droid Sans Fallback', fontfile: bundled('DroidSansFallbackFull.ttf') };
const longestLabel = 60;

/** Draws labels with the bundled font and keeps them: most boards repeat a few. */
export class LabelPainter {
  readonly #masks = new Map<string, Mask>();

  /** The text's shape at `pixels` height of type, or null where there is nothing to draw. */
  async mask(text: string, pixels: number): Promise<Mask | null> {
    const shown = printable(text);
    if (shown === '') return null;
    const key = `${pixels} ${shown}`;
    const known = this.#masks.get(key);
    if (known !== undefined) return known;
    const { font, fontfile } = /[\u2e80-\uffef]/.test(shown) ? fallback : latin;
    const { data, info } = await sharp({
      text: { text: escapeMarkup(shown), font: `${font} ${pixels}`, fontfile, dpi: 72 },
    })
      .toColourspace('b-w')
      .extractChannel(0)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const mask = { data, width: info.width, height: info.height };
    this.#masks.set(key, mask);
    return mask;
  }
}

/** One line, no control characters, of bounded length. */
function printable(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ')
    .trim()
    .slice(0, longestLabel);
}

/** Pango reads labels as markup; model files name the classes, so they may hold anything. */
function escapeMarkup(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
