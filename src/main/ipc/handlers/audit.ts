import { toHex } from '@fiducial/protocol/audit';
import { ok } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import { chainState } from '../../../station/audit/chain-state.ts';
import { auditActions, auditPage, auditPeople } from '../../../station/audit/page.ts';
import { proveEntry } from '../../../station/audit/prove-entry.ts';
import { storyOf } from '../../../station/audit/story.ts';
import { writeAtomically } from '../../../station/reports/write-atomically.ts';
import type { Workstation } from '../../../station/workstation.ts';
import type { ShellServices } from './shell-services.ts';

export function auditHandlers(
  { context, signer, logExport, logVerification }: Workstation,
  shell: ShellServices,
): Handlers['audit'] {
  const { db } = context;
  return {
    page: (request) => auditPage(db, request),
    actions: () => auditActions(db),
    people: () => auditPeople(db),
    story: (request) => storyOf(db, request),
    state: () => chainState(db, signer),
    async proof({ seq }) {
      const proof = await db.patiently(() => proveEntry(context, seq));
      if (!proof.ok) return proof;
      const { text, size, root } = proof.value;
      const path = await shell.saveFile(`entry-${seq}.tlog-proof`);
      if (path === null) return ok(null);
      const written = await writeAtomically(path, Buffer.from(text));
      return written.ok ? ok({ path, size, root }) : written;
    },
    async export() {
      const folder = await shell.chooseFolder('export');
      if (folder === null) return ok(null);
      const written = await logExport.run(folder);
      if (!written.ok) return written;
      const { folder: path, size, root } = written.value;
      return ok({ path, size, root });
    },
    async stopExport() {
      await logExport.stop();
      return ok({});
    },
    async rotateKey({ lost }) {
      const begun = await db.patiently(() => signer.rotate(context, lost));
      return begun.ok ? chainState(db, signer) : begun;
    },
    async verify() {
      const verified = await logVerification.run();
      if (!verified.ok) return verified;
      const report = verified.value;
      return ok(report.ok ? { ok: true, size: report.size, root: toHex(report.root) } : report);
    },
    async stopVerification() {
      await logVerification.stop();
      return ok({});
    },
  };
}
