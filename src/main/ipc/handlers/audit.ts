import { toHex } from '@fiducial/protocol/audit';
import { ok } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import { chainState } from '../../../station/audit/chain-state.ts';
import { auditActions, auditPage, auditPeople } from '../../../station/audit/page.ts';
import { storyOf } from '../../../station/audit/story.ts';
import type { Workstation } from '../../../station/workstation.ts';

export const auditHandlers = ({ context: { db }, signer, logVerification }: Workstation): Handlers['audit'] => ({
  page: (request) => auditPage(db, request),
  actions: () => auditActions(db),
  people: () => auditPeople(db),
  story: (request) => storyOf(db, request),
  state: () => chainState(db, signer),
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
});
