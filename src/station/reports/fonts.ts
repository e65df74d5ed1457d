import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { jsPDF } from 'jspdf';
import type { Coverage } from './text-runs.ts';

/** Font files by role. Fallbacks are large: each is read when a report first has a character that only it can show. */
const families = {
  regular: { file: 'DejaVuSansCondensed.ttf', name: 'text', style: 'normal' },
  bold: { file: 'DejaVuSansCondensed-Bold.ttf', name: 'text', style: 'bold' },
} as const;
const fallbacks = [
  { file: 'DroidSansFallbackFull.ttf', name: 'han' },
  { file: 'NanumGothicCoding.ttf', name: 'hangul' },
] as const;

export const fontFiles: readonly string[] = [
  families.regular.file,
  families.bold.file,
  ...fallbacks.map(({ file }) => file),
];

/** The part of jsPDF's parsed font that its types leave out. */
interface ParsedFont {
  readonly metadata?: {
    readonly cmap?: { readonly unicode?: { readonly codeMap?: Readonly<Record<number, number>> } };
  };
}

/** Fonts of one document, by coverage. Throws when a font file is missing: that is a broken installation. */
export interface ReportFonts {
  /** Fonts that together show `text` as far as any can; the text font comes first. */
  covering(text: string): readonly Coverage[];
}

export function loadFonts(doc: jsPDF, folder: string): ReportFonts {
  const load = (file: string, name: string, style: string): Coverage => {
    doc.addFileToVFS(file, readFileSync(join(folder, file)).toString('base64'));
    doc.addFont(file, name, style, undefined, 'Identity-H');
    doc.setFont(name, style);
    const codeMap = (doc.getFont() as unknown as ParsedFont).metadata?.cmap?.unicode?.codeMap;
    if (codeMap === undefined) throw new Error(`The font ${file} has no Unicode table`);
    return { font: name, has: (codePoint) => (codeMap[codePoint] ?? 0) > 0 };
  };
  const { regular, bold } = families;
  const text = load(regular.file, regular.name, regular.style);
  load(bold.file, bold.name, bold.style);
  const loaded: Coverage[] = [text];
  let unread: readonly (typeof fallbacks)[number][] = fallbacks;

  return {
    covering(shown) {
      const missing = () => [...shown].some((c) => !loaded.some((font) => font.has(c.codePointAt(0) ?? 0)));
      while (unread.length > 0 && missing()) {
        const [next, ...rest] = unread;
        if (next) loaded.push(load(next.file, next.name, 'normal'));
        unread = rest;
      }
      return loaded;
    },
  };
}
