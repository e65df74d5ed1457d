import { buffer } from 'node:stream/consumers';
import { endpoints } from '@fiducial/protocol/api';
import type { FastifyInstance } from 'fastify';
import { registerEndpoint } from '../http/register-endpoint.ts';
import { refuse } from '../problems.ts';
import { readCursor, toPage } from '../repositories/place.ts';
import { findReport, pageOfReports, toReport } from '../repositories/reports.ts';
import { ok } from '../result.ts';
import { readInspection } from '../services/read-inspection.ts';
import { drawReport } from '../services/report-pdf.ts';
import type { RouteContext } from './route-context.ts';

const isReportId = (id: string): boolean => /^rpt_[0-9a-f]{32}$/.test(id);

/** A picture over this size is left out of the report. */
const largestOverlay = 20 * 1024 * 1024;

export function reportRoutes(app: FastifyInstance, context: RouteContext): void {
  registerEndpoint(app, context, endpoints.listReports, {
    run: async ({ principal, query, baseUrl }, db) => {
      const place = readCursor(query.cursor, isReportId);
      if (!place.ok) return place;
      const filter = {
        lot: query.lot,
        part: query.part ?? query.part_no,
        inspectionId: query.inspection_id,
        verdict: query.status,
        from: query.from,
        to: query.to,
      };
      const rows = await pageOfReports(db, principal, filter, place.value, query.limit);
      return ok({ body: toPage(rows, query.limit, (row) => toReport(row, baseUrl)) });
    },
  });

  registerEndpoint(app, context, endpoints.getReportContent, {
    run: async ({ principal, params }, db) => {
      const report = await findReport(db, principal, params.report_id);
      if (report === undefined) return refuse('REPORT_NOT_FOUND');
      const inspection = await readInspection(db, principal, report.inspection_id);
      if (!inspection.ok) return inspection;
      const picture = inspection.value.artifacts.find(
        ({ kind, state, content_type, size_bytes }) =>
          kind === 'derived' &&
          state === 'stored' &&
          content_type === 'image/jpeg' &&
          (size_bytes ?? 0) < largestOverlay,
      );
      const bytes = picture === undefined ? null : await context.store.read(picture.object_key);
      if (bytes !== null && !bytes.ok && bytes.error === 'unavailable') return refuse('STORE_UNAVAILABLE');
      const overlay = bytes?.ok ? await buffer(bytes.value) : null;
      const pdf = drawReport({ reportId: report.id, inspection: inspection.value, overlay }, context.fonts);
      const name = `attachment; filename="${report.id}.pdf"`;
      return ok({ body: Buffer.from(pdf), headers: { 'Content-Disposition': name } });
    },
  });
}
