/** Queue, history and statistics: what is stored, as lists and counts. */

import { inspectionError } from '../../../core/inspection/errors.ts';
import { ok } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import { writeExport } from '../../../station/exports/write-export.ts';
import { historyFacets, historyPage } from '../../../station/history/history.ts';
import { getInspection } from '../../../station/inspections/read.ts';
import { queueCounts, queuePage } from '../../../station/queue/queue.ts';
import { createReport } from '../../../station/reports/create-report.ts';
import type { Workstation } from '../../../station/workstation.ts';
import { boardFileName } from './board-file-name.ts';
import type { ShellServices } from './shell-services.ts';

export const queueHandlers = ({ context: { db } }: Workstation): Handlers['queue'] => ({
  page: (request) => queuePage(db, request),
  counts: () => queueCounts(db),
});

export function historyHandlers(workstation: Workstation, shell: ShellServices): Handlers['history'] {
  const { context, reports } = workstation;
  const { db } = context;
  const writing = new Set<AbortController>();
  return {
    page: (request) => historyPage(db, request),
    facets: () => historyFacets(db),
    async report({ inspectionId }) {
      const found = getInspection(db, inspectionId);
      if (!found.ok) return found;
      if (found.value === null) return { ok: false, error: inspectionError('INSPECTION_NOT_FOUND') };
      const path = await shell.saveFile(`${boardFileName(found.value)}.pdf`);
      if (path === null) return ok(null);
      const written = await createReport(reports, inspectionId, path);
      return written.ok ? ok({ path: written.value.path }) : written;
    },
    async export({ format, filter }) {
      const folder = await shell.chooseFolder('export');
      if (folder === null) return ok(null);
      const abort = new AbortController();
      writing.add(abort);
      const request = {
        format,
        outPath: folder,
        classOrder: classesOf(workstation),
        filter,
        signal: abort.signal,
      };
      const written = await writeExport({ ...reports, context }, request).finally(() => writing.delete(abort));
      if (!written.ok) return written;
      const { folder: path, images, newerLeftOut, unexplained, refused } = written.value;
      return ok({ path, images, newerLeftOut, unexplained, refused: refused.map(({ sourcePath }) => sourcePath) });
    },
    stopExport() {
      for (const abort of writing) abort.abort();
      return ok({});
    },
  };
}

/** Types in the model's order, which numbers the classes of a dataset. */
const classesOf = ({ recipes }: Workstation): readonly string[] => {
  const proposal = recipes.proposal();
  return proposal.ok ? Object.keys(proposal.value.types) : [];
};

export const statisticsHandlers = (workstation: Workstation): Handlers['statistics'] => ({
  summary: (request) => workstation.summarise(request),
});
