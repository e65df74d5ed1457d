import { endpoints } from '@fiducial/protocol/api';
import type { FastifyInstance } from 'fastify';
import { registerEndpoint } from '../http/register-endpoint.ts';
import { refuse } from '../problems.ts';
import { readCursor, toPage } from '../repositories/place.ts';
import { findReport, pageOfReports, toReport } from '../repositories/reports.ts';
import { ok } from '../result.ts';
import { makeReport } from '../services/make-report.ts';
import type { RouteContext } from './route-context.ts';

const isReportId = (id: string): boolean => /^rpt_[0-9a-f]{32}$/.test(id);

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
      const pdf = await makeReport({ ...context, db }, principal, report);
      if (!pdf.ok) return pdf;
      const name = `attachment; filename="${report.id}.pdf"`;
      return ok({ body: pdf.value, headers: { 'Content-Disposition': name } });
    },
  });
}
