import { z } from 'zod';
import { longestName } from '../limits.ts';
import { endpoint } from './endpoint.ts';
import { listOf, pageQuery } from './list.ts';
import { moment, plainText, uuid } from './text.ts';
import { verdictFilter, verdicts } from './words.ts';

export const reportId = z.string().regex(/^rpt_[0-9a-f]{32}$/);

const reportSchema = z.object({
  /** `rpt_` and 32 hex digits. */
  report_id: z.string(),
  inspection_id: z.guid(),
  lot: z.string(),
  part: z.string().nullable(),
  defects_detected: z.number().int(),
  /** Null while a person must decide. */
  status: z.enum(verdicts).nullable(),
  created_at: z.string(),
  report_url: z.string(),
});
export type Report = z.infer<typeof reportSchema>;

const none = z.object({});

export const listReports = endpoint({
  id: 'listReports',
  method: 'GET',
  path: '/v1/reports',
  summary: 'List reports, newest first',
  tag: 'Reports',
  access: 'reports:read',
  params: none,
  query: z.object({
    ...pageQuery,
    lot: plainText(longestName).optional(),
    part: plainText(longestName).optional(),
    part_no: plainText(longestName).optional(),
    inspection_id: uuid.optional(),
    status: verdictFilter.optional(),
    from: moment.optional(),
    to: moment.optional(),
  }),
  bodyFormat: 'none',
  body: z.unknown(),
  status: 200,
  reply: listOf(reportSchema),
  idempotency: 'none',
  problems: [],
});

export const getReportContent = endpoint({
  id: 'getReportContent',
  method: 'GET',
  path: '/v1/reports/{report_id}/content',
  summary: 'The report as PDF',
  tag: 'Reports',
  access: 'reports:read',
  params: z.object({ report_id: reportId }),
  query: none,
  bodyFormat: 'none',
  body: z.unknown(),
  status: 200,
  reply: z.unknown(),
  replyType: 'application/pdf',
  idempotency: 'none',
  problems: [404],
});
