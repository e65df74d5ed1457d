/** A4 pages with a cursor: text with font fallback, rules, images. Lengths in mm, font sizes in pt. */
import type { jsPDF } from 'jspdf';
import type { ReportFonts } from './fonts.ts';
import { type TextRun, textRuns } from './text-runs.ts';

export const ink = { text: '#1b1f24', muted: '#6a737d', hair: '#dfe3e8', wash: '#f5f7f9' } as const;

export const pageArea = { left: 16, right: 194, top: 18, bottom: 276, width: 178 } as const;

export interface TextStyle {
  readonly size: number;
  readonly bold?: boolean;
  readonly color?: string;
  readonly align?: 'left' | 'right';
  /** Longest width; longer text ends in an ellipsis. */
  readonly maxWidth?: number;
}

export interface Page {
  readonly doc: jsPDF;
  /** Where the next thing goes. */
  y: number;
  text(content: string, x: number, y: number, style: TextStyle): void;
  widthOf(content: string, style: TextStyle): number;
  /** Content broken into lines of at most `width`; words that are longer are broken anywhere. */
  wrap(content: string, width: number, style: TextStyle): string[];
  rule(y: number, color?: string): void;
  /** Starts a new page unless `height` still fits. Says whether it did. */
  ensure(height: number): boolean;
}

export function openPage(doc: jsPDF, fonts: ReportFonts): Page {
  const prepare = (style: TextStyle, run: TextRun): void => {
    doc.setFont(run.font, run.font === 'text' && style.bold ? 'bold' : 'normal');
    doc.setFontSize(style.size);
  };
  const runsOf = (content: string): TextRun[] => textRuns(content, fonts.covering(content));
  const measure = (runs: readonly TextRun[], style: TextStyle): number =>
    runs.reduce((sum, run) => {
      prepare(style, run);
      return sum + doc.getTextWidth(run.text);
    }, 0);
  const shorten = (content: string, style: TextStyle): string => {
    const { maxWidth } = style;
    if (maxWidth === undefined || measure(runsOf(content), style) <= maxWidth) return content;
    const characters = [...content];
    while (characters.length > 0 && measure(runsOf(`${characters.join('')}…`), style) > maxWidth) characters.pop();
    return `${characters.join('')}…`;
  };

  const page: Page = {
    doc,
    y: pageArea.top,
    text(content, x, y, style) {
      const runs = runsOf(shorten(content, style));
      let left = style.align === 'right' ? x - measure(runs, style) : x;
      doc.setTextColor(style.color ?? ink.text);
      for (const run of runs) {
        prepare(style, run);
        doc.text(run.text, left, y);
        left += doc.getTextWidth(run.text);
      }
    },
    widthOf: (content, style) => measure(runsOf(content), style),
    wrap(content, width, style) {
      const lines: string[] = [];
      let line = '';
      // Pieces end after a space; a piece that is too long by itself is taken by the character.
      for (const word of content.match(/\S*\s*/g) ?? []) {
        const fits = (piece: string): boolean => page.widthOf((line + piece).trimEnd(), style) <= width;
        for (const piece of fits(word) || page.widthOf(word.trimEnd(), style) <= width ? [word] : [...word]) {
          if (line !== '' && !fits(piece)) {
            lines.push(line.trimEnd());
            line = '';
          }
          line += piece;
        }
      }
      return line.trimEnd() === '' && lines.length > 0 ? lines : [...lines, line.trimEnd()];
    },
    rule(y, color = ink.hair) {
      doc.setDrawColor(color);
      doc.setLineWidth(0.2);
      doc.line(pageArea.left, y, pageArea.right, y);
    },
    ensure(height) {
      if (page.y + height <= pageArea.bottom) return false;
      doc.addPage();
      page.y = pageArea.top;
      return true;
    },
  };
  return page;
}
