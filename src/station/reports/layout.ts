import { jsPDF } from 'jspdf';
import { drawDefectCrops, drawDefectTable } from './draw-defects.ts';
import { drawBoard, drawHead } from './draw-head.ts';
import { drawFeet, drawProvenance } from './draw-provenance.ts';
import { loadFonts } from './fonts.ts';
import { openPage } from './page.ts';
import type { ReportContent } from './report-content.ts';

/** The report as PDF bytes. Pure but for reading the fonts; takes about 0.1 s, more with rare scripts. */
export function layOut(content: ReportContent, fontFolder: string): Uint8Array {
  const doc = new jsPDF({ unit: 'mm', format: 'a4', compress: true, putOnlyUsedFonts: true });
  const { inspection } = content;
  const subject = [inspection.part, inspection.lot, inspection.serial].filter((text) => text !== null).join(' · ');
  doc.setProperties({ title: 'Inspection report', subject, creator: 'Fiducial' });
  doc.setCreationDate(new Date(content.madeAt));
  const page = openPage(doc, loadFonts(doc, fontFolder));
  drawHead(page, content);
  drawBoard(page, content);
  drawDefectTable(page, content);
  drawDefectCrops(page, content);
  drawProvenance(page, content);
  drawFeet(page, content);
  return new Uint8Array(doc.output('arraybuffer'));
}
