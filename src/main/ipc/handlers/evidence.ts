import { inspectionError } from '../../../core/inspection/errors.ts';
import { ok } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import { epochsOf } from '../../../station/audit/chain-state.ts';
import { readVerifierKeys } from '../../../station/evidence/check-log.ts';
import { createEvidence } from '../../../station/evidence/create-evidence.ts';
import { verifyEvidence } from '../../../station/evidence/verify-evidence.ts';
import { getInspection } from '../../../station/inspections/read.ts';
import type { Workstation } from '../../../station/workstation.ts';
import { boardFileName } from './board-file-name.ts';
import type { ShellServices } from './shell-services.ts';

export function evidenceHandlers(
  { context: { db }, reports, catalog }: Workstation,
  shell: ShellServices,
): Handlers['evidence'] {
  return {
    async create({ inspectionId }) {
      const found = getInspection(db, inspectionId);
      if (!found.ok) return found;
      if (found.value === null) return { ok: false, error: inspectionError('INSPECTION_NOT_FOUND') };
      const path = await shell.saveFile(`${boardFileName(found.value)}-evidence.zip`);
      return path === null ? ok(null) : createEvidence({ reports, catalog }, inspectionId, path);
    },
    async verify() {
      const [path] = (await shell.chooseFiles('evidence')) ?? [];
      if (path === undefined) return ok(null);
      const epochs = db.read(() => epochsOf(db));
      if (!epochs.ok) return epochs;
      const keys = readVerifierKeys(epochs.value.map(({ vkey }) => vkey).join('\n')) ?? [];
      const checked = await verifyEvidence(path, { keys });
      if (!checked.ok) return checked;
      const { problems, facts } = checked.value;
      // Of another station: no fault of the bundle, but nothing that this station could vouch for.
      const isForeign = problems.some(({ code }) => code === 'EVIDENCE_KEY_UNKNOWN');
      return ok({
        path,
        problems: problems.filter(({ code }) => code !== 'EVIDENCE_KEY_UNKNOWN'),
        facts,
        ownKey: !isForeign && facts?.key != null,
      });
    },
  };
}
