/**
 * A process to be killed while it writes a report or a bundle: it kills itself at a named moment, so that each one is met.
 * Arguments: data directory, inspection, `report` or `evidence`, the file to write, the moment. Says DONE where it got
 * to its end, or the code of what stopped it.
 */

import { readdirSync, writeSync } from 'node:fs';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { dirname, resolve } from 'node:path';
import { newId, type ReportId } from '../../core/kernel/ids.ts';
import type { Result } from '../../core/kernel/result.ts';
import { composeModels, openStation, reportServices } from '../compose.ts';
import type { StationContext } from '../context.ts';
import { createEvidence } from '../evidence/create-evidence.ts';
import { recordReport } from '../inspections/report-rows.ts';
import { createReport } from '../reports/create-report.ts';

/** `told first`: a report as it must not be made, the entry before the bytes. */
export type OutputMoment = 'staged' | 'entered' | 'complete' | 'told first' | 'never';

const [dataDir = '', inspectionId = '', kind = '', path = '', moment = 'never'] = process.argv.slice(2);
const end = (): void => void process.kill(process.pid, 'SIGKILL');

const opened = await openStation({ dataDir });
if (!opened.ok) throw new Error(opened.error.code);
const station = opened.value;
const { db } = station.context;

const isStaged = (): boolean => readdirSync(dirname(resolve(path))).some((name) => name.endsWith('.tmp'));
const watched: StationContext = {
  ...station.context,
  db: {
    ...db,
    write(work, confirm) {
      if (moment === 'staged' && isStaged()) end();
      const done = db.write(work, confirm);
      if (moment === 'entered' && isStaged()) end();
      return done;
    },
  },
};
if (moment === 'complete') {
  fsPromises.rename = async () => end();
  syncBuiltinESMExports();
}
if (moment === 'told first') {
  const report = { id: newId<ReportId>(), inspectionId: inspectionId as never, path, sha256: '0'.repeat(64), bytes: 1 };
  recordReport(watched, report);
  end();
}

// What is drawn plays no part here.
const renderer = { render: async () => ({ ok: true, value: { ms: 0 } }) as never };
const services = { ...reportServices(station, renderer), context: watched };
const made: Result<unknown> =
  kind === 'report'
    ? await createReport(services, inspectionId, path)
    : await createEvidence({ reports: services, catalog: composeModels(dataDir) }, inspectionId, path);
station.close();
writeSync(1, made.ok ? 'DONE\n' : `${made.error.code}\n`);
